import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Dataset } from "../data/dataset.ts";
import { decodeSafetensors, encodeSafetensors, tensorOf, valuesOf } from "../formats/safetensors.ts";
import type { Gpu } from "../gpu/device.ts";
import {
  PRETRAINED_INDEX,
  type Pretrained,
  type PretrainedIndex,
  readPretrainedIndex,
} from "../train/pretrained.ts";
import { decodeWeights } from "../train/weights.ts";
import { accuracyOf } from "./accuracy.ts";
import type { Cell } from "./cells.ts";
import { deviceName } from "./job.ts";
import { type RunFolder, writeWhole } from "./runFolder.ts";
import type { RunSummary } from "./session.ts";

/** A file of weights with every value as a half. */
export function halved(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const halves = [...tensors].map(([name, tensor]) => tensorOf(name, tensor.shape, valuesOf(tensor), "F16"));
  return encodeSafetensors(halves, Object.fromEntries(metadata));
}

/**
 * Writes a finished cell's weights, as halves and tested as such, into a folder the page reads, and names
 * them in the folder's index.
 * @param command one that makes them again, without this machine's folders.
 */
export async function writePretrained(
  into: string,
  cell: Cell,
  folder: RunFolder,
  { gpu, data, command }: { readonly gpu: Gpu; readonly data: Dataset; readonly command: string },
): Promise<void> {
  const summary = folder.summary() as RunSummary;
  const bytes = halved(await readFile(folder.file(`${cell.run}.safetensors`)));
  const { accuracy, images } = await accuracyOf(gpu, data, decodeWeights(bytes));
  const file = `${cell.name}.safetensors`;
  const entry: Pretrained = {
    file,
    bytes: bytes.length,
    network: cell.net,
    data: cell.data,
    run: cell.run,
    seed: cell.seed,
    epochs: cell.epochs,
    ...(cell.parent ? { parentEpochs: cell.parent.epochs } : {}),
    accuracy,
    images,
    command,
    device: deviceName(gpu),
    date: summary.ended.slice(0, 10),
    app: summary.app,
  };
  const path = join(into, PRETRAINED_INDEX);
  const known = readPretrainedIndex(existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null);
  const others = known.weights.filter((other) => other.file !== file);
  const index: PretrainedIndex = {
    weights: [...others, entry].sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
  mkdirSync(into, { recursive: true });
  await writeWhole(join(into, file), [bytes]);
  await writeWhole(path, [new TextEncoder().encode(`${JSON.stringify(index, null, 1)}\n`)]);
}
