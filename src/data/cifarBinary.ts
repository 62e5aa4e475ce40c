import { grouped } from "./contents.ts";
import { DataError } from "./dataset.ts";
import { checkLabels } from "./fileSet.ts";

/** Images and labels of one file, in its order. */
export interface CifarRecords {
  readonly count: number;
  /** Bytes [image][row][column][channel]. */
  readonly images: Uint8Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
}

/** Pixels of one channel. */
const PLANE = 32 * 32;
const CHANNELS = 3;

/** One label byte, then the red, the green and the blue plane, row by row. */
export const CIFAR_RECORD = 1 + CHANNELS * PLANE;

/**
 * Reads a file of the binary version: `count` records without a header. The planes of each image are
 * interleaved (NHWC), as every data set here holds its pixels.
 * @throws DataError "corrupt" if the length is not that of `count` records or a label is not in
 * 0..classes-1.
 */
export function parseCifar(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  count: number,
  classes: number,
): CifarRecords {
  checkLength(bytes, name, count);
  const labels = Uint8Array.from({ length: count }, (_, i) => bytes[i * CIFAR_RECORD] as number);
  checkLabels(labels, name, classes, "record");
  const images = new Uint8Array(count * CHANNELS * PLANE);
  for (let record = 0; record < count; record++) {
    for (let channel = 0; channel < CHANNELS; channel++) {
      const from = record * CIFAR_RECORD + 1 + channel * PLANE;
      const to = record * CHANNELS * PLANE + channel;
      for (let i = 0; i < PLANE; i++) images[to + CHANNELS * i] = bytes[from + i] as number;
    }
  }
  return { count, images, labels };
}

function checkLength(bytes: Uint8Array, name: string, count: number): void {
  const expected = count * CIFAR_RECORD;
  if (bytes.length === expected) return;
  const what = bytes.length < expected ? "is shorter" : "is longer";
  throw new DataError(
    "corrupt",
    `${name} ${what} than a file of CIFAR-10's binary version.`,
    "Take cifar-10-binary.tar.gz or its .bin files: other versions (Python, Matlab) are not read.",
    [
      {
        what: "length",
        expected: `${grouped(expected)} bytes: ${grouped(count)} records of ${grouped(CIFAR_RECORD)}`,
        found: `${grouped(bytes.length)} bytes`,
      },
    ],
  );
}
