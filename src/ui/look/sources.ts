import { useEffect, useMemo, useState } from "react";
import { DATASETS, type DatasetName } from "../../data/index.ts";
import { MODELS, type ModelName } from "../../models/index.ts";
import type { Pretrained } from "../../train/pretrained.ts";
import type { NamedBytes } from "../../worker/protocol.ts";
import { usePretrained } from "../files/pretrained.ts";
import { useRuns } from "../runs/runsContext.ts";
import { siteFolder } from "../siteFolder.ts";
import { useRace } from "../storeContext.ts";
import { LOOK } from "../strings/look.ts";
import { useLook, useLookActions } from "./useLook.ts";

/** A pair of pretrained weights: the exact network and another of the same layers on the same data. */
export interface PretrainedPair {
  /** "lenet-two-pools on mnist": of an option of the list. */
  readonly key: string;
  readonly files: readonly Pretrained[];
}

/** The pairs among a site's weights. */
export function pairsOf(weights: readonly Pretrained[]): PretrainedPair[] {
  return weights
    .filter(({ run }) => run === "exact")
    .flatMap((exact) => {
      const others = weights.filter(
        ({ run, network, data, seed }) =>
          run !== "exact" && network === exact.network && data === exact.data && seed === exact.seed,
      );
      if (others.length === 0) return [];
      return [{ key: `${exact.network} on ${exact.data}`, files: [exact, ...others] }];
    });
}

/** What a pair is called in the list. */
export function pairName({ files: [exact] }: PretrainedPair): string {
  if (!exact) return "";
  const network = MODELS[exact.network as ModelName]?.name ?? exact.network;
  const data = DATASETS[exact.data as DatasetName]?.name ?? exact.data;
  return LOOK.pretrained(network, data, exact.epochs);
}

/** What can be looked at, and which of it is. */
export interface Sources {
  /** Keys and names, for a list. */
  readonly options: Readonly<Record<string, string>>;
  /** One of the keys; null while there is nothing to look at. */
  readonly chosen: string | null;
  /** The run that the networks belong to, of which weights may be kept; null: pretrained ones. */
  readonly run: string | null;
  /** Steps whose weights are kept, ascending. */
  readonly steps: readonly number[];
  readonly fetching: boolean;
  /** A file that could not be had. */
  readonly failed: string | null;
}

/** The key of the networks of the race. */
export const RACE = "race";

/** What the visitor chose; of itself the race, and without one the first pretrained pair. */
export function useSources(): Sources {
  const { look } = useLookActions();
  const choice = useLook((state) => state.choice);
  const rewind = useLook((state) => state.rewind);
  const blend = useLook((state) => state.blend);
  const race = useRace((state) => state.race?.id ?? null);
  const kept = useRuns((state) => state.runs);
  const weights = usePretrained();
  const pairs = useMemo(() => pairsOf(weights ?? []), [weights]);
  const past = useMemo(
    () => (kept ?? []).filter(({ id, weights: parts }) => id !== race && parts.length > 0),
    [kept, race],
  );
  const options: Readonly<Record<string, string>> = {
    ...(race === null ? {} : { [RACE]: LOOK.race }),
    ...Object.fromEntries(pairs.map((pair) => [pair.key, pairName(pair)])),
    ...Object.fromEntries(past.map(({ id, name }) => [id, LOOK.past(name)])),
  };
  const chosen =
    choice !== null && Object.hasOwn(options, choice) ? choice : (Object.keys(options)[0] ?? null);
  const pair = pairs.find(({ key }) => key === chosen) ?? null;
  const run = chosen === null || pair !== null ? null : chosen === RACE ? race : chosen;
  const record = kept?.find(({ id }) => id === run);
  const steps = useMemo(() => [...new Set(record?.weights.map(({ step }) => step))], [record]);
  const step = rewind ?? (chosen === RACE ? null : (steps.at(-1) ?? null));

  const { files, fetching, failed } = usePairFiles(pair);
  useEffect(() => {
    const part = blend === null ? {} : { blend };
    if (files !== null) look({ kind: "files", files, ...part }, null);
    else if (run !== null)
      look(step === null ? { kind: "race", ...part } : { kind: "kept", id: run, step, ...part }, run);
  }, [run, step, files, blend, look]);
  return { options, chosen, run, steps, fetching, failed };
}

/** The weights of a pair, once they are fetched; null for no pair. */
function usePairFiles(pair: PretrainedPair | null) {
  const [files, setFiles] = useState<readonly NamedBytes[] | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => {
    setFiles(null);
    setFailed(null);
    let wanted = true;
    if (pair !== null)
      Promise.all(pair.files.map(fetchWeights))
        .then((all) => wanted && setFiles(all))
        .catch((error: Error) => wanted && setFailed(error.message));
    return () => {
      wanted = false;
    };
  }, [pair]);
  return { files, failed, fetching: pair !== null && files === null && failed === null };
}

async function fetchWeights({ file }: Pretrained): Promise<NamedBytes> {
  const response = await fetch(siteFolder("weights") + encodeURIComponent(file)).catch(() => null);
  if (!response?.ok) throw new Error(file);
  return { name: file, bytes: new Uint8Array(await response.arrayBuffer()) };
}
