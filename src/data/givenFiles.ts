import { describe, grouped } from "./contents.ts";
import { DataError, type DataFile, GET_ORIGINAL, type LoadProgress } from "./dataset.ts";
import {
  type Assembled,
  assemble,
  checkPair,
  type FilePart,
  type FileParts,
  type FileSet,
  missingFiles,
  NO_PARTS,
  publishedFile,
  withParts,
} from "./fileSet.ts";
import { type Contents, type GivenFile, readGiven } from "./read.ts";

/** Good parts of sets that are not whole yet, by the set's id. */
export type Held = ReadonlyMap<string, FileParts>;

export interface TakeOptions {
  /** The sets the files may belong to. */
  readonly sets: readonly FileSet[];
  /** Parts of earlier files. */
  readonly held?: Held;
  readonly signal?: AbortSignal;
  /** Told of all files together, in bytes as they lie there. */
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Given the unpacked contents of every published file. */
  readonly onPublished?: (set: FileSet, file: DataFile, contents: Contents) => Promise<void>;
}

/** What given files came to. */
export interface Taken {
  /** All good parts so far; hand them in again with the next files. */
  readonly held: Held;
  /** The sets that are whole now. */
  readonly complete: readonly Assembled[];
  /** Why files were refused, each by name; sets can be complete beside them. */
  readonly problems: readonly DataError[];
  /** Why files are of no set at all. */
  readonly unknown: readonly DataError[];
}

/**
 * Data sets from files a visitor gives, at once or bit by bit, in any order and under any names,
 * packed or not, in archives or not; files of several sets may be mixed.
 * @throws nothing for a bad file: see `problems`.
 */
export async function takeFiles(files: readonly GivenFile[], options: TakeOptions): Promise<Taken> {
  const reading = new Reading(options);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  for (const file of files) {
    const onBytes = (done: number) => options.onProgress?.({ file: file.name, done: before + done, total });
    await reading.read(file, onBytes);
    before += file.size;
  }
  return reading.result();
}

/** Files on their way to data sets. */
class Reading {
  readonly #options: TakeOptions;
  readonly #problems: DataError[] = [];
  readonly #unknown: DataError[] = [];
  readonly #parts = new Map<FileSet, FilePart[]>();

  constructor(options: TakeOptions) {
    this.#options = options;
  }

  async read(file: GivenFile, onBytes: (done: number) => void): Promise<void> {
    const { sets, signal } = this.#options;
    let known = false;
    let archived = false;
    const strangers: Stranger[] = [];
    await this.#noting(async () => {
      for await (const contents of readGiven(file, sets, { signal, onBytes })) {
        const set = sets.find((each) => each.claims(contents.bytes, contents.name));
        known ||= set !== undefined;
        archived ||= contents.archived;
        if (set !== undefined) await this.#noting(() => this.#take(set, contents));
        else strangers.push(strangerOf(contents));
      }
      // Archives hold notes beside the data: they are refused only if nothing in them is of use.
      if (archived && !known) this.#unknown.push(uselessArchive(file.name, sets, strangers));
      else if (!archived) this.#unknown.push(...strangers.map((stranger) => unknownFile(stranger, sets)));
    });
  }

  async #take(set: FileSet, contents: Contents): Promise<void> {
    const part = set.part(contents);
    this.#parts.set(set, [...(this.#parts.get(set) ?? []), part]);
    const published = publishedFile(set.info, contents);
    if (published !== undefined) await this.#options.onPublished?.(set, published, contents);
  }

  async result(): Promise<Taken> {
    const held = new Map(this.#options.held);
    const complete: Assembled[] = [];
    for (const [{ info }, parts] of this.#parts) {
      const joined = withParts(held.get(info.id) ?? NO_PARTS, parts);
      await this.#noting(async () => {
        if (missingFiles(info, joined).length > 0) {
          checkPair(withParts(NO_PARTS, parts));
          held.set(info.id, joined);
        } else {
          held.set(info.id, onlyVerified(joined));
          complete.push(assemble(info, joined));
          held.delete(info.id);
        }
      });
    }
    return { held, complete, problems: this.#problems, unknown: this.#unknown };
  }

  /** The action, with its problem noted if there is one. */
  async #noting(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#problems.push(error);
    }
  }
}

function onlyVerified(parts: FileParts): FileParts {
  return withParts(
    NO_PARTS,
    [...parts.values()].filter((part) => part.verified),
  );
}

/** What is told of a file that is of no set. */
interface Stranger {
  readonly name: string;
  readonly length: number;
  readonly seems: string;
}

function strangerOf({ name, bytes }: Contents): Stranger {
  return { name, length: bytes.length, seems: describe(bytes) };
}

function unknownFile({ name, length, seems }: Stranger, sets: readonly FileSet[]): DataError {
  const found = `${grouped(length)} bytes, ${seems}`;
  return new DataError(
    "corrupt",
    `${name} is no file of ${namesOf(sets)}: it is ${seems}.`,
    GET_ORIGINAL,
    sets.map(({ info, form }) => ({ what: info.name, expected: form, found })),
  );
}

function uselessArchive(name: string, sets: readonly FileSet[], members: readonly Stranger[]): DataError {
  const found = members.slice(0, SHOWN_MEMBERS).map((member) => member.name);
  return new DataError("corrupt", `${name} holds no file of ${namesOf(sets)}.`, GET_ORIGINAL, [
    {
      what: "archive",
      expected: sets.flatMap(({ info }) => info.archive?.name ?? []).join(", "),
      found: found.join(", ") || "nothing",
    },
  ]);
}

/** How many files of an archive are listed. */
const SHOWN_MEMBERS = 5;

function namesOf(sets: readonly FileSet[]): string {
  return sets.map(({ info }) => info.name).join(" or ");
}
