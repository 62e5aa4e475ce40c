import type { Dataset } from "../data/dataset.ts";
import { FormatError } from "../formats/formatError.ts";
import type { Gpu } from "../gpu/device.ts";
import { readBuffer } from "../gpu/tensor.ts";
import { APP } from "./app.ts";
import type { SavedRace } from "./checkpoint.ts";
import { Race, type Run } from "./race.ts";

/** Copies weights, moments and running means of the lanes that go to the host, all as they are now. */
export async function saveRace(race: Race): Promise<SavedRace> {
  const { config, data, tile, step, tested, gpu } = race;
  const lanes = race.runs.map(async ({ lane: { weights, ...lane }, network, started }) => {
    if (!started) return { ...lane, state: null };
    const copies = await Promise.all(network.state.map((buffer) => readBuffer(gpu.device, buffer)));
    return { ...lane, state: copies.map((copy) => new Uint8Array(copy)) };
  });
  return {
    config,
    dataVersion: data.info.version,
    tile,
    step,
    tested,
    app: APP,
    lanes: await Promise.all(lanes),
  };
}

/**
 * Builds a saved race with the kernels it began with, to go on exactly where it was.
 * @throws FormatError where it was saved of other data or of another network; as Race.build does.
 */
export async function resumeRace(
  gpu: Gpu,
  data: Dataset,
  saved: SavedRace,
  onCompiled?: (done: number, asked: number, kernel: string) => void,
): Promise<Race> {
  const { id, version } = data.info;
  if (id !== saved.config.data || version !== saved.dataVersion)
    throw unfit("data", `${saved.config.data}@${saved.dataVersion}`, `${id}@${version}`);
  const lanes = saved.lanes.map(({ state, ...lane }) => ({ ...lane, weights: null }));
  const race = await Race.build(gpu, data, saved.config, lanes, onCompiled, saved.tile);
  try {
    restore(race, saved);
  } catch (error) {
    race.destroy();
    throw error;
  }
  return race;
}

/** @throws FormatError where the saved buffers are not those of these networks. */
function restore(race: Race, saved: SavedRace): void {
  const sizes = (buffers: readonly number[]) => buffers.join(", ");
  saved.lanes.forEach(({ name, state }, i) => {
    const here = sizes(race.runs[i]?.network.state.map(({ size }) => size) ?? []);
    const there = sizes(state?.map(({ length }) => length) ?? []);
    if (state && here !== there) throw unfit(`bytes of ${name}`, here, there);
  });
  race.step = saved.step;
  race.tested = saved.tested;
  saved.lanes.forEach(({ state }, i) => {
    const run = race.runs[i] as Run;
    run.started = state !== null;
    run.network.state.forEach((buffer, k) => {
      if (state) race.gpu.device.queue.writeBuffer(buffer, 0, state[k] as Uint8Array<ArrayBuffer>);
    });
  });
}

function unfit(what: string, expected: string, found: string): FormatError {
  const remedy = "Go on with the data and the version of this program it was saved with.";
  return new FormatError("This saved race does not fit.", remedy, [{ what, expected, found }]);
}
