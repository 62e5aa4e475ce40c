import { grouped } from "./contents.ts";
import { DataError, GET_ORIGINAL } from "./dataset.ts";
import type { Unpacked } from "./unpack.ts";

/** One file of an archive. */
export interface Member {
  /** Its name without folders. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const BLOCK = 512;
const CHECKSUM = 148;

/** Whether bytes begin with the header of a file in an archive: its sum is written in it. */
export function isTar(bytes: Uint8Array): boolean {
  const block = bytes.subarray(0, BLOCK);
  return block.length === BLOCK && block[0] !== 0 && sumOf(block) === number(block, CHECKSUM, 8);
}

/**
 * The ordinary files of a tar archive that are no longer than `limit`, one after the other; all else
 * in it is passed over.
 * @throws DataError "corrupt" if it is cut off or damaged.
 */
export async function* tarMembers(archive: Unpacked, limit: number): AsyncGenerator<Member> {
  for (let read = 0; ; ) {
    const header = await archive.take(BLOCK);
    if (header.length === BLOCK && header.every((byte) => byte === 0)) return;
    if (!isTar(header)) throw damaged(archive.name, read, header.length < BLOCK);
    const size = number(header, 124, 12);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    const name = text(header, 0, 100).split("/").at(-1) ?? "";
    if (isOrdinary(header) && size <= limit && !name.startsWith(".")) {
      const bytes = await archive.take(size);
      if (bytes.length < size) throw cutOff(archive.name, name, size, bytes.length);
      yield { name, bytes };
      await archive.skip(padding);
    } else if (!(await archive.skip(size + padding))) throw damaged(archive.name, read, true);
    read += BLOCK + size + padding;
  }
}

function isOrdinary(header: Uint8Array): boolean {
  return ["0", "7", ""].includes(text(header, 156, 1));
}

function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, i) => sum + (i >= CHECKSUM && i < CHECKSUM + 8 ? 0x20 : byte), 0);
}

function text(header: Uint8Array, at: number, length: number): string {
  const field = header.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** A number in octal; Infinity where it is none. */
function number(header: Uint8Array, at: number, length: number): number {
  const digits = text(header, at, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.POSITIVE_INFINITY;
}

function damaged(name: string, at: number, ended: boolean): DataError {
  const found = `${ended ? "its end" : "something else"} after ${grouped(at)} bytes`;
  const message = `${name} cannot be read: the archive is cut off or damaged.`;
  return new DataError("corrupt", message, GET_ORIGINAL, [
    { what: "archive", expected: "a file's header or the end mark", found },
  ]);
}

function cutOff(archive: string, name: string, expected: number, found: number): DataError {
  return new DataError("corrupt", `${archive} is cut off within ${name}.`, GET_ORIGINAL, [
    { what: name, expected: `${grouped(expected)} bytes`, found: `${grouped(found)} bytes` },
  ]);
}
