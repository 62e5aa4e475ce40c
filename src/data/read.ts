import { sha256 } from "./checksum.ts";
import { describe, grouped, isGzip } from "./contents.ts";
import { DataError, type DataFile, GET_ORIGINAL } from "./dataset.ts";
import type { FileSet } from "./fileSet.ts";
import { isTar, tarMembers } from "./tar.ts";
import { type ByteStream, tooLarge, Unpacked, unpack } from "./unpack.ts";

/** A file unpacked, with the checksum of what it holds. */
export interface Contents {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
  /** Whether it lay in an archive. */
  readonly archived: boolean;
}

/** A file as a visitor gives it: a File, or anything with its name, size and bytes. */
export interface GivenFile {
  readonly name: string;
  readonly size: number;
  stream(): ByteStream;
}

/** How a reading is watched. */
export interface Watch {
  readonly signal?: AbortSignal | undefined;
  /** Told how many bytes of the file, as it lies there, are read. */
  readonly onBytes?: (done: number) => void;
}

/** An archive has headers, and notes beside the files themselves. */
const ARCHIVE_OVERHEAD = 1 << 20;

/** The longest file of a set. */
function fileLimit(set: FileSet): number {
  return Math.max(...set.info.files.map((file) => file.rawBytes));
}

/** The longest archive of a set, unpacked. */
export function archiveLimit(set: FileSet): number {
  return ARCHIVE_OVERHEAD + set.info.files.reduce((sum, file) => sum + file.rawBytes, 0);
}

/**
 * Reads a given file that may be one of some sets, packed or not: its contents, or those of every
 * file in it that is an archive. No more is held in memory than one file unpacked.
 * @throws DataError "unreadable" if it has gone or may not be read, "corrupt" if it is larger than
 * every file of the sets or cannot be unpacked, "cancelled".
 */
export async function* readGiven(
  file: GivenFile,
  sets: readonly FileSet[],
  watch: Watch = {},
): AsyncGenerator<Contents> {
  const limit = Math.max(...sets.map(fileLimit));
  const archives = Math.max(...sets.map(archiveLimit));
  if (file.size > archives) throw tooLarge(file.name, archives, `${grouped(file.size)} bytes`);
  const packed = isGzip(await firstBytes(file));
  const contents = new Unpacked(watched(file, watch), packed, file.name, archives);
  try {
    if (isTar(await contents.peek(512))) {
      for await (const { name, bytes } of tarMembers(contents, limit))
        yield { name, bytes, sha256: await sha256(bytes), archived: true };
      return;
    }
    if (!packed && file.size > limit) throw tooLarge(file.name, limit, `${grouped(file.size)} bytes`);
    contents.limit = limit;
    const bytes = await contents.rest();
    yield { name: file.name, bytes, sha256: await sha256(bytes), archived: false };
  } finally {
    await contents.close();
  }
}

async function firstBytes(file: GivenFile): Promise<Uint8Array> {
  const reader = watched(file, {}).getReader();
  const first = await reader.read();
  await reader.cancel();
  return first.value ?? new Uint8Array();
}

/** The bytes of a file; its errors are DataErrors. */
function watched(file: GivenFile, { signal, onBytes }: Watch): ByteStream {
  const reader = file.stream().getReader();
  let done = 0;
  return new ReadableStream({
    async pull(controller) {
      if (signal?.aborted) return controller.error(cancelled());
      const chunk = await reader.read().catch((error: unknown) => controller.error(unreadable(file, error)));
      if (!chunk) return;
      if (chunk.done) return controller.close();
      done += chunk.value.length;
      onBytes?.(done);
      controller.enqueue(chunk.value);
    },
    cancel: () => reader.cancel().catch(() => {}),
  });
}

function unreadable({ name }: GivenFile, error: unknown): DataError {
  return new DataError(
    "unreadable",
    `${name} can no longer be read: it was moved, changed or deleted, or may not be opened.`,
    "Choose the file again.",
    [
      {
        what: name,
        expected: "a readable file",
        found: error instanceof Error ? error.message : String(error),
      },
    ],
  );
}

/** The visitor stopped it. */
export function cancelled(): DataError {
  return new DataError(
    "cancelled",
    "Loading was stopped.",
    "Files that were complete are kept; start again at any time.",
  );
}

/**
 * Unpacks a file that must be the published one. `otherwise` is the kind of problem if it does not
 * even begin like one.
 * @throws DataError of that kind, or "corrupt" if its size or checksum is wrong.
 */
export async function readPublished(
  packed: Uint8Array<ArrayBuffer>,
  set: FileSet,
  file: DataFile,
  otherwise: "missing" | "corrupt",
): Promise<Contents> {
  checkForm(packed, file.name, set, otherwise);
  const bytes = await unpack(packed, file.name, file.rawBytes);
  const sum = await sha256(bytes);
  if (sum === file.sha256) return { name: file.name, bytes, sha256: sum, archived: false };
  throw new DataError(
    "corrupt",
    `${file.name} is not the published file: its checksum differs.`,
    GET_ORIGINAL,
    [
      { what: "sha256", expected: file.sha256, found: sum },
      { what: "bytes unpacked", expected: grouped(file.rawBytes), found: grouped(bytes.length) },
    ],
  );
}

/** @throws DataError if the bytes begin like no file of the set, packed or not, naming what they are instead. */
export function checkForm(
  bytes: Uint8Array,
  name: string,
  set: FileSet,
  otherwise: "missing" | "corrupt",
): void {
  if (isGzip(bytes) || set.begins(bytes) || isTar(bytes)) return;
  const found = describe(bytes);
  throw new DataError(otherwise, `Instead of ${name} came ${found}.`, GET_ORIGINAL, [
    { what: name, expected: `a gzip file, or ${set.form}`, found },
  ]);
}
