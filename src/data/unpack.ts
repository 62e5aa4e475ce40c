import { grouped, isGzip } from "./contents.ts";
import { DataError, GET_ORIGINAL } from "./dataset.ts";

/**
 * The contents of a file: unpacked where its first bytes say gzip (never by its name), else as it
 * is. Unpacking stops as soon as there is more than `limit` bytes, the size of the largest file that
 * could be meant.
 * @throws DataError of kind "corrupt" if it is too large, cut off or damaged.
 */
export async function unpack(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (isGzip(bytes)) return gunzip(bytes, name, limit);
  if (bytes.length > limit) throw tooLarge(name, limit, `${grouped(bytes.length)} bytes`);
  return bytes;
}

async function gunzip(
  packed: Uint8Array<ArrayBuffer>,
  name: string,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const chunk = await reader.read().catch(() => {
      throw damaged(name, length);
    });
    if (chunk.done) return concatenate(chunks);
    chunks.push(chunk.value);
    length += chunk.value.length;
    if (length > limit) {
      await reader.cancel();
      throw tooLarge(name, limit, "more");
    }
  }
}

/** One array of all chunks, in order. */
export function concatenate(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    result.set(chunk, at);
    at += chunk.length;
  }
  return result;
}

/** Refuses a file by its size. */
export function tooLarge(name: string, limit: number, found: string): DataError {
  return new DataError("corrupt", `${name} is larger than any file of the data set.`, GET_ORIGINAL, [
    { what: "unpacked size", expected: `at most ${grouped(limit)} bytes`, found },
  ]);
}

function damaged(name: string, length: number): DataError {
  return new DataError("corrupt", `${name} cannot be unpacked: it is cut off or damaged.`, GET_ORIGINAL, [
    { what: "gzip file", expected: "complete", found: `unreadable after ${grouped(length)} unpacked bytes` },
  ]);
}
