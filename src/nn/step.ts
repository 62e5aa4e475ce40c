import { floatBits } from "../gpu/tensor.ts";

/** What a step must know and the host decides: the shaders' `Step`. */
export interface StepValues {
  readonly step: number;
  /** Updates this run's optimizer made before. Left out: as many as there were steps. */
  readonly updates?: number;
  readonly seed: number;
  /** Images of the batch that count. */
  readonly valid: number;
  /** Place of this step's record in the ring. */
  readonly slot: number;
  readonly rate: number;
  /** First chunk of an evaluation: totals start anew. */
  readonly first: boolean;
  /** The images of the batch. */
  readonly indices: Uint32Array;
}

const HEADER = 8;

/** Words of a step record for batches of this size. */
export const stepWords = (batch: number) => HEADER + batch;

/** Packs a step record; Adam's bias corrections 1 / (1 - beta^t) are made here, t = updates + 1. */
export function packStep(values: StepValues, batch: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(stepWords(batch));
  const t = (values.updates ?? values.step) + 1;
  words.set([values.step, values.seed, values.valid, values.slot]);
  words.set([values.rate, 1 / (1 - 0.9 ** t), 1 / (1 - 0.999 ** t)].map(floatBits), 4);
  words[7] = values.first ? 1 : 0;
  words.set(values.indices, HEADER);
  return words;
}
