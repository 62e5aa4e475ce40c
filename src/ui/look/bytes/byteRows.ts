import type { RunName } from "../../../train/events.ts";
import type { TestResult } from "../../../worker/protocol.ts";

/** A network as floats and in 8 bits, in the order of the table's columns. */
export interface ByteRow {
  readonly run: RunName;
  /** Accuracies, as fractions. */
  readonly floats: number;
  readonly bytes: number;
  /** Images that it answers otherwise in 8 bits. */
  readonly changed: number;
  /** For one image. */
  readonly multiplications: number;
  readonly comparisons: number;
  readonly rescales: number;
}

/** Network by network; none where it was not tested in 8 bits. */
export function byteRows({ labels, lanes, bytes }: TestResult): ByteRow[] {
  const accuracy = (answers: Uint8Array) =>
    answers.filter((answer, i) => answer === labels[i]).length / labels.length;
  return (bytes?.operations ?? []).flatMap(({ run, multiplications, comparisons, rescales }, lane) => {
    const [floats, whole] = [lanes[lane], bytes?.lanes[lane]];
    if (!floats || !whole) return [];
    const changed = whole.answers.filter((answer, i) => answer !== floats.answers[i]).length;
    return [
      {
        run,
        floats: accuracy(floats.answers),
        bytes: accuracy(whole.answers),
        changed,
        multiplications,
        comparisons,
        rescales,
      },
    ];
  });
}
