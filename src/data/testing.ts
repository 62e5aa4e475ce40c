/** IDX files made for tests. */

export function idxImages(count: number, rows = 28, columns = 28): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16 + count * rows * columns);
  writeHeader(bytes, [0x0803, count, rows, columns]);
  for (let i = 16; i < bytes.length; i += 97) bytes[i] = i;
  return bytes;
}

export function idxLabels(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + count);
  writeHeader(bytes, [0x0801, count]);
  for (let i = 0; i < count; i++) bytes[8 + i] = i % 10;
  return bytes;
}

function writeHeader(bytes: Uint8Array<ArrayBuffer>, words: readonly number[]): void {
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => {
    view.setUint32(4 * i, word);
  });
}

/** The rejection of a promise, or the error a function throws. */
export async function failureOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("It was expected to fail.");
}
