import { grouped } from "./contents.ts";
import {
  DataError,
  type DataFile,
  type Dataset,
  type DatasetInfo,
  GET_ORIGINAL,
  type Split,
  type SplitName,
} from "./dataset.ts";
import type { Contents } from "./read.ts";
import { concatenate } from "./unpack.ts";

/** A data set read from files: how its files are known and what one of them holds. */
export interface FileSet {
  readonly info: DatasetInfo;
  /** What a file of the set looks like, for refusals. */
  readonly form: string;
  /** Whether these can be the first bytes of an unpacked file of the set. */
  begins(bytes: Uint8Array): boolean;
  /** Whether an unpacked file is meant as one of the set, be it whole or damaged. */
  claims(bytes: Uint8Array, name: string): boolean;
  /**
   * Checks a claimed file and tells what it is.
   * @throws DataError "corrupt" with what was expected and found.
   */
  part(contents: Contents): FilePart;
}

/** A file whose format, counts and labels are as they must be: images, labels or both of one split. */
export interface FilePart {
  readonly name: string;
  /** Of the published file it stands for. */
  readonly role: string;
  /** Its checksum is that of the published file. */
  readonly verified: boolean;
  readonly count: number;
  readonly images?: Uint8Array<ArrayBuffer>;
  readonly labels?: Uint8Array<ArrayBuffer>;
}

/** The parts at hand, at most one a role. */
export type FileParts = ReadonlyMap<string, FilePart>;

export const NO_PARTS: FileParts = new Map();

/** A whole data set. */
export interface Assembled {
  readonly dataset: Dataset;
  /** Every file is the published one; false for another set of the same form. */
  readonly verified: boolean;
}

/** The parts with more parts: of two with the same role the later stays. */
export function withParts(parts: FileParts, more: Iterable<FilePart>): FileParts {
  return new Map([...parts, ...Array.from(more, (part) => [part.role, part] as const)]);
}

/** The published file with these contents. */
export function publishedFile(info: DatasetInfo, { sha256 }: Contents): DataFile | undefined {
  return info.files.find((file) => file.sha256 === sha256);
}

/** The files without a part, in the order published. */
export function missingFiles(info: DatasetInfo, parts: FileParts): readonly DataFile[] {
  return info.files.filter((file) => !parts.has(file.role));
}

/**
 * The data set of all its parts.
 * @throws DataError "mismatch": a lone pair of images and labels with different counts; "missing":
 * other roles are not filled; "corrupt": some files are the published ones and some are not.
 */
export function assemble(info: DatasetInfo, parts: FileParts): Assembled {
  checkPair(parts);
  if (missingFiles(info, parts).length > 0) {
    throw incomplete(info, ({ role }) => parts.has(role), "What was given");
  }
  const verified = [...parts.values()].every((part) => part.verified);
  if (!verified) checkOneOrigin(info, parts);
  const split = (name: SplitName) =>
    splitOf(info.files.filter((file) => file.split === name).map((file) => parts.get(file.role) as FilePart));
  return { dataset: { info, train: split("train"), test: split("test") }, verified };
}

/** @throws DataError "mismatch": images of one split with only the labels of the other, and nothing else, are a mix-up. */
export function checkPair(parts: FileParts): void {
  const given = [...parts.values()];
  const images = given.find((part) => part.labels === undefined);
  const labels = given.find((part) => part.images === undefined);
  if (given.length !== 2 || !images || !labels || images.count === labels.count) return;
  const [imageCount, labelCount] = [grouped(images.count), grouped(labels.count)];
  throw new DataError(
    "mismatch",
    `${images.name} holds ${imageCount} images, ${labels.name} holds ${labelCount} labels: they do not belong together.`,
    "Choose the images and labels of the same part, or all files at once.",
    [{ what: "labels", expected: `${imageCount}, as many as images`, found: labelCount }],
  );
}

/** Says which files of a set are not there. `where` they were looked for begins the sentence. */
export function incomplete(info: DatasetInfo, has: (file: DataFile) => boolean, where: string): DataError {
  const missing = info.files.filter((file) => !has(file));
  const facts = missing.map((file) => ({ what: file.role, expected: file.name, found: "nothing" }));
  const roles = missing.map((file) => file.role).join(", ");
  return new DataError("missing", `${where} lacks ${info.name}'s ${roles}.`, "Add the missing files.", facts);
}

/** Files that are not the published ones among others that are: damaged, or of another set. */
function checkOneOrigin(info: DatasetInfo, parts: FileParts): void {
  const strange = [...parts.values()].filter((part) => !part.verified);
  if (strange.length === parts.size) return;
  const names = strange.map((part) => part.name).join(", ");
  throw new DataError(
    "corrupt",
    `${names}: not the published ${info.name} file, though others given are.`,
    GET_ORIGINAL,
    strange.map((part) => ({ what: part.role, expected: `${info.name}'s checksum`, found: "another" })),
  );
}

function splitOf(parts: readonly FilePart[]): Split {
  const labels = joined(parts.flatMap((part) => part.labels ?? []));
  return { count: labels.length, images: joined(parts.flatMap((part) => part.images ?? [])), labels };
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  return pieces.length === 1 ? (pieces[0] as Uint8Array<ArrayBuffer>) : concatenate(pieces);
}

/** How many of the wrong labels are listed. */
const SHOWN_LABELS = 5;

/**
 * @param labels the labels of a file, in its order.
 * @param item what one of them belongs to: "item", "record".
 * @throws DataError "corrupt" with value, place and range if a label is outside 0..classes-1.
 */
export function checkLabels(labels: Uint8Array, name: string, classes: number, item: string): void {
  const wrong: number[] = [];
  for (let i = 0; i < labels.length && wrong.length < SHOWN_LABELS; i++) {
    if ((labels[i] as number) >= classes) wrong.push(i);
  }
  const [first] = wrong;
  if (first === undefined) return;
  const range = `0 to ${classes - 1}`;
  throw new DataError(
    "corrupt",
    `${name} holds a label outside the classes: ${item} ${grouped(first)} (counted from 0) is ${labels[first]}, allowed is ${range}.`,
    GET_ORIGINAL,
    wrong.map((i) => ({
      what: `label of ${item} ${grouped(i)}`,
      expected: range,
      found: String(labels[i]),
    })),
  );
}
