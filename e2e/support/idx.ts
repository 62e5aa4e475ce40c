import { gzipSync } from "node:zlib";

/** Unpacked IDX bytes of `count` blank images of 28x28. */
export function blankImages(count: number): Buffer {
  const bytes = Buffer.alloc(16 + count * 28 * 28);
  for (const [i, value] of [0x0803, count, 28, 28].entries()) bytes.writeUInt32BE(value, 4 * i);
  return bytes;
}

/** Unpacked IDX bytes of `count` labels 0, 1, … 9, 0, 1, … */
export function labels(count: number): Buffer {
  const bytes = Buffer.alloc(
    8 + count,
    Uint8Array.from({ length: 10 }, (_, i) => (i + 2) % 10),
  );
  for (const [i, value] of [0x0801, count].entries()) bytes.writeUInt32BE(value, 4 * i);
  return bytes;
}

/** Blank files of MNIST's form, packed: as small to carry as they are empty. */
export const BLANK = {
  trainImages: () => gzipSync(blankImages(60_000), { level: 1 }),
  trainLabels: () => gzipSync(labels(60_000)),
  testImages: () => gzipSync(blankImages(10_000), { level: 1 }),
  testLabels: () => gzipSync(labels(10_000)),
} as const;
