import { type RaceStore, waitingKnobs } from "../state.ts";
import { IMPORT } from "../strings/files.ts";
import { kindOf } from "./sort.ts";

/** Who shows pictures now; null: nobody, and they are refused as data. */
let pictureTaker: ((file: File) => void) | null = null;

/**
 * Pictures go to `take` from now on.
 * @returns ends that.
 */
export function takePictures(take: (file: File) => void): () => void {
  pictureTaker = take;
  return () => {
    if (pictureTaker === take) pictureTaker = null;
  };
}

/** Takes whatever files the visitor gave: data, weights, runs and pictures go each their own way, by content. */
export async function takeFiles(store: RaceStore, files: readonly File[]): Promise<void> {
  const sorted = await Promise.all(files.map(async (file) => ({ file, kind: await kindOf(file) })));
  const of = (kind: string) => sorted.filter((each) => each.kind === kind).map(({ file }) => file);
  const [weights, bundles, pictures] = [of("weights"), of("bundle"), of("picture")];
  const data = pictureTaker === null ? [...of("data"), ...pictures] : of("data");
  if (pictures[0] !== undefined) pictureTaker?.(pictures[0]);
  if (data.length > 0) store.actions.files(data);
  const [bundle] = bundles;
  if (bundle !== undefined) await takeBundle(store, bundle);
  const [first] = weights;
  if (first !== undefined) store.actions.takeWeights(first);
  if (first !== undefined && weights.length > 1) store.actions.say(IMPORT.onlyFirst(first.name));
}

/** Puts the settings of a bundle into the form; what is trained now goes on. */
async function takeBundle({ actions, getState }: RaceStore, file: File): Promise<void> {
  const buffer = await file.arrayBuffer().catch(() => null);
  if (buffer === null) {
    actions.refuseImport({ kind: "unreadable", ...IMPORT.unreadable(file.name) });
    return;
  }
  const { readBundle } = await import("./bundle.ts");
  const read = await readBundle(file.name, new Uint8Array(buffer));
  if ("problem" in read) {
    actions.refuseImport(read.problem);
    return;
  }
  const { config, problems } = read.reading;
  actions.dismiss("importProblem");
  actions.change(config);
  const { race } = getState();
  const waits = waitingKnobs(config, race).length > 0;
  actions.say([IMPORT.settings(file.name, waits), ...problems].join(" "));
}
