import { grouped, isGzip } from "./contents.ts";
import { DataError, GET_ORIGINAL } from "./dataset.ts";

export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

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
  if (isGzip(bytes)) return new Unpacked(new Blob([bytes]).stream(), true, name, limit).rest();
  if (bytes.length > limit) throw tooLarge(name, limit, `${grouped(bytes.length)} bytes`);
  return bytes;
}

/** A file's contents piece by piece, never more of it in memory than is asked for. */
export class Unpacked {
  readonly name: string;
  /** Bytes unpacked so far may not pass this. */
  limit: number;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  /** What was unpacked and not yet taken. */
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #waitingLength = 0;
  #length = 0;
  #ended = false;

  /** @param packed whether the stream is gzip. */
  constructor(stream: ByteStream, packed: boolean, name: string, limit: number) {
    this.#reader = (packed ? stream.pipeThrough(new DecompressionStream("gzip")) : stream).getReader();
    this.name = name;
    this.limit = limit;
  }

  /**
   * The next `count` bytes; fewer only at the end.
   * @throws DataError "corrupt" if the file is damaged or passes its limit.
   */
  async take(count: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.peek(count);
    this.#waitingLength -= bytes.length;
    for (let left = bytes.length; left > 0; ) {
      const first = this.#waiting.shift() as Uint8Array<ArrayBuffer>;
      if (first.length > left) this.#waiting.unshift(first.subarray(left));
      left -= first.length;
    }
    return bytes;
  }

  /** The bytes that `take` would give, left in place. */
  async peek(count: number): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#waitingLength < count && !this.#ended) await this.#pull();
    const bytes = new Uint8Array(Math.min(count, this.#waitingLength));
    let at = 0;
    for (const piece of this.#waiting) {
      if (at === bytes.length) break;
      bytes.set(piece.subarray(0, bytes.length - at), at);
      at += Math.min(piece.length, bytes.length - at);
    }
    return bytes;
  }

  /** Passes over `count` bytes; whether there were so many. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; left > 0; ) {
      const { length } = await this.take(Math.min(left, 65536));
      if (length === 0) return false;
      left -= length;
    }
    return true;
  }

  /** Everything that is left. */
  rest(): Promise<Uint8Array<ArrayBuffer>> {
    return this.take(Number.POSITIVE_INFINITY);
  }

  /** Leaves the file. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#reader.cancel().catch(() => {});
  }

  async #pull(): Promise<void> {
    const chunk = await this.#reader.read().catch((error: unknown) => {
      throw error instanceof DataError ? error : damaged(this.name, this.#length);
    });
    if (chunk.done) {
      this.#ended = true;
      return;
    }
    this.#waiting.push(chunk.value);
    this.#waitingLength += chunk.value.length;
    this.#length += chunk.value.length;
    if (this.#length <= this.limit) return;
    await this.close();
    throw tooLarge(this.name, this.limit, "more");
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
