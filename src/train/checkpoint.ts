import { FormatError } from "../formats/formatError.ts";
import { decodeSafetensors, joined, safetensorsParts, type Tensor } from "../formats/safetensors.ts";
import { isTile, type Tile } from "../gpu/tile.ts";
import type { TrainConfig } from "./config.ts";
import type { RunName } from "./events.ts";
import type { Lane } from "./lanes.ts";
import { savedConfig } from "./savedConfig.ts";

/** A lane of a saved race. What it started from is in its state, so the weights are left out. */
export interface SavedLane extends Omit<Lane, "weights"> {
  /** Parameters, moments and running means as they are on the device; null while it stands still. */
  readonly state: readonly Uint8Array<ArrayBuffer>[] | null;
}

/** Everything a race needs to go on exactly where it was, on the same device. */
export interface SavedRace {
  readonly config: TrainConfig;
  /** Version of the data set (data/dataset.ts). */
  readonly dataVersion: number;
  readonly lanes: readonly SavedLane[];
  /** The kernels it began with. */
  readonly tile: Tile;
  readonly step: number;
  /** The last step whose test was told; before `step` where it was saved during that test. */
  readonly tested: number;
  /** What saved it. */
  readonly app: string;
}

/** Of the file, so that another file is told from one of another make. */
const FORMAT = "minconv-race-1";

const bufferName = (lane: RunName, index: number) => `${lane}.state.${index}`;

/** The file in parts, to be written one after the other: as large as the networks' whole state. */
export function checkpointParts({ lanes, ...race }: SavedRace): Uint8Array[] {
  const tensors = lanes.flatMap(({ name, state }) =>
    (state ?? []).map(
      (bytes, i): Tensor => ({ name: bufferName(name, i), dtype: "F32", shape: [bytes.length / 4], bytes }),
    ),
  );
  const described = lanes.map(({ state, ...lane }) => ({ ...lane, buffers: state?.length ?? null }));
  return safetensorsParts(tensors, { format: FORMAT, race: JSON.stringify({ ...race, lanes: described }) });
}

/** A checkpoint as one safetensors file; decodeCheckpoint reads it. */
export function encodeCheckpoint(saved: SavedRace): Uint8Array<ArrayBuffer> {
  return joined(checkpointParts(saved));
}

const refuse = (why: string): never => {
  throw new FormatError(`This is not a checkpoint: ${why}.`, "Choose a checkpoint that this program saved.");
};

/**
 * Reads a checkpoint; the states are views of `bytes`.
 * @throws FormatError for anything that was not saved whole by `encodeCheckpoint`.
 */
export function decodeCheckpoint(bytes: Uint8Array<ArrayBuffer>): SavedRace {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.get("format") !== FORMAT) refuse(`its format is ${metadata.get("format") ?? "not given"}`);
  const race = described(metadata.get("race") ?? "");
  const lanes = race.lanes.map(({ buffers, ...lane }) => {
    if (buffers === null) return { ...lane, state: null };
    const names = Array.from({ length: buffers }, (_, i) => bufferName(lane.name, i));
    const state = names.map((name) => tensors.get(name)?.bytes ?? refuse(`${name} is missing`));
    return { ...lane, state: state as Uint8Array<ArrayBuffer>[] };
  });
  return { ...race, config: savedConfig(race.config), lanes };
}

/** A saved race without its buffers, as JSON keeps it. */
type Described = Omit<SavedRace, "lanes"> & {
  readonly lanes: readonly (Omit<SavedLane, "state"> & { readonly buffers: number | null })[];
};

function described(text: string): Described {
  let race: Partial<Described>;
  try {
    race = JSON.parse(text);
  } catch {
    return refuse("its description cannot be read");
  }
  const { lanes, step, tested, tile } = race;
  const count = (value: unknown) => Number.isSafeInteger(value);
  const whole =
    [step, tested, race.dataVersion].every(count) &&
    isTile(tile) &&
    Array.isArray(lanes) &&
    lanes.every(
      (lane) =>
        typeof lane?.name === "string" &&
        count(lane.startsAfter) &&
        (lane.buffers === null || (count(lane.buffers) && lane.buffers >= 0 && lane.buffers < 1000)),
    );
  return whole ? (race as Described) : refuse("its description is not whole");
}
