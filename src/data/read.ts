import { sha256 } from "./checksum.ts";
import { describe, grouped, isGzip, isIdx } from "./contents.ts";
import { DataError, type DataFile, type DatasetInfo, GET_ORIGINAL } from "./dataset.ts";
import { tooLarge, unpack } from "./unpack.ts";

/** A file unpacked, with the checksum of what it holds. */
export interface Contents {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/** A file as a visitor gives it: a File, or anything with its name, size and bytes. */
export interface GivenFile {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * Reads a given file, packed or not.
 * @throws DataError "unreadable" if it has gone or may not be read, "corrupt" if it is larger than
 * every file of the set or cannot be unpacked.
 */
export async function readGiven(file: GivenFile, info: DatasetInfo): Promise<Contents> {
  const limit = Math.max(...info.files.map((published) => published.rawBytes));
  if (file.size > limit) throw tooLarge(file.name, limit, `${grouped(file.size)} bytes`);
  const bytes = await unpack(await bytesOf(file), file.name, limit);
  return { name: file.name, bytes, sha256: await sha256(bytes) };
}

async function bytesOf(file: GivenFile): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(
      "unreadable",
      `${file.name} can no longer be read: it was moved, changed or deleted, or may not be opened.`,
      "Choose the file again.",
      [{ what: file.name, expected: "a readable file", found: reason }],
    );
  }
}

/**
 * Unpacks a file that must be the published one. `otherwise` is the kind of problem if it is neither
 * a gzip nor an IDX file.
 * @throws DataError of that kind, or "corrupt" if its size or checksum is wrong.
 */
export async function readPublished(
  packed: Uint8Array<ArrayBuffer>,
  file: DataFile,
  otherwise: "missing" | "corrupt",
): Promise<Contents> {
  checkForm(packed, file, otherwise);
  const bytes = await unpack(packed, file.name, file.rawBytes);
  const sum = await sha256(bytes);
  if (sum === file.sha256) return { name: file.name, bytes, sha256: sum };
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

/** @throws DataError if the bytes do not begin like a gzip or IDX file, naming what they are instead. */
export function checkForm(bytes: Uint8Array, file: DataFile, otherwise: "missing" | "corrupt"): void {
  if (isGzip(bytes) || isIdx(bytes)) return;
  const found = describe(bytes);
  throw new DataError(otherwise, `Instead of ${file.name} came ${found}.`, GET_ORIGINAL, [
    { what: file.name, expected: "a gzip or IDX file", found },
  ]);
}
