import { useState } from "react";
import { DATASETS } from "../../data/index.ts";
import { MODELS, type ModelName } from "../../models/index.ts";
import type { Pretrained } from "../../train/pretrained.ts";
import { fits, takePretrained, usePretrained } from "../files/pretrained.ts";
import { useActions, useRace } from "../storeContext.ts";
import { IMPORT } from "../strings/files.ts";
import { FilePicker } from "./FileButton.tsx";

/** The weights a transferred network starts from, and the way to others. */
export function GivenWeights() {
  const weights = useRace((state) => state.startWeights);
  const { takeWeights } = useActions();
  const picker = (
    <FilePicker
      className={weights === null ? "btn" : "link"}
      label={weights === null ? IMPORT.choose : IMPORT.another}
      testId="weights"
      onFiles={([file]) => file !== undefined && takeWeights(file)}
    />
  );
  return (
    <>
      {weights === null ? (
        <div className="fetch">
          {picker}
          <p className="note">{IMPORT.drop}</p>
        </div>
      ) : (
        <p className="note given">
          <b>{weights.name}</b> {IMPORT.about(weights.metadata)} {picker}
        </p>
      )}
      <PretrainedWeights taken={weights?.name ?? null} />
    </>
  );
}

/** What this site offers for the network and the data chosen; else what for. */
function PretrainedWeights({ taken }: { readonly taken: string | null }) {
  const all = usePretrained() ?? [];
  const config = useRace((state) => state.config);
  const actions = useActions();
  const [fetching, setFetching] = useState<string | null>(null);
  const fitting = all.filter((one) => fits(one, config) && one.file !== taken);
  if (all.length === 0) return null;
  if (fitting.length === 0) {
    const others = all.filter((one) => !fits(one, config));
    return others.length === all.length && <p className="note">{IMPORT.pretrainedFor(namesOf(others))}</p>;
  }
  const take = async (one: Pretrained) => {
    setFetching(one.file);
    await takePretrained(one, actions);
    setFetching(null);
  };
  return (
    <fieldset className="pretrained" aria-label={IMPORT.pretrained}>
      <legend className="note">{IMPORT.pretrained}</legend>
      {fitting.map((one) => (
        <button
          key={one.file}
          type="button"
          className="btn"
          disabled={fetching !== null}
          title={IMPORT.pretrainedAbout(one)}
          onClick={() => void take(one)}
        >
          {one.file === fetching ? IMPORT.fetching : IMPORT.pretrainedButton(one)}
        </button>
      ))}
    </fieldset>
  );
}

/** "LeNet, two pools on MNIST", each once. */
function namesOf(weights: readonly Pretrained[]): string[] {
  const names = weights.map(({ network, data }) => {
    const net = MODELS[network as ModelName]?.name ?? network;
    return IMPORT.netOnData(net, DATASETS[data as keyof typeof DATASETS]?.name ?? data);
  });
  return [...new Set(names)];
}
