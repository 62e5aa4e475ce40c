import { DataError } from "./dataset.ts";
import {
  assembleMnist,
  checkPair,
  type MnistPart,
  type MnistParts,
  type MnistResult,
  missingRoles,
  mnist,
  mnistPart,
  withParts,
} from "./mnist.ts";
import { type GivenFile, readGiven } from "./read.ts";

/** What given files came to. */
export interface MnistFilesResult {
  /** All good parts so far; hand them in again with the next files. */
  readonly parts: MnistParts;
  /** The data set, once no part is missing. */
  readonly complete: MnistResult | null;
  /** Roles still without a file, empty when complete. */
  readonly missing: readonly string[];
  /** Why files were refused, each by name; a set can be complete beside them. */
  readonly problems: readonly DataError[];
}

/**
 * MNIST from files a visitor gives, at once or bit by bit, in any order and under any names. `held`
 * are the parts of earlier files of the same set.
 * @throws nothing for a bad file: see `problems`.
 */
export async function mnistFromFiles(
  files: readonly GivenFile[],
  held: MnistParts = {},
): Promise<MnistFilesResult> {
  const problems: DataError[] = [];
  const fresh: MnistPart[] = [];
  for (const file of files) {
    const part = await problemOr(problems, async () => mnistPart(await readGiven(file, mnist)));
    if (part !== null) fresh.push(part);
  }
  const parts = withParts(held, fresh);
  const missing = missingRoles(parts);
  if (missing.length > 0) {
    const paired = await problemOr(problems, async () => checkPair(withParts({}, fresh)));
    return paired === null ? unchanged(held, problems) : { parts, complete: null, missing, problems };
  }
  const complete = await problemOr(problems, async () => assembleMnist(parts));
  return complete === null
    ? unchanged(onlyVerified(parts), problems)
    : { parts, complete, missing, problems };
}

function unchanged(parts: MnistParts, problems: readonly DataError[]): MnistFilesResult {
  return { parts, complete: null, missing: missingRoles(parts), problems };
}

function onlyVerified(parts: MnistParts): MnistParts {
  return withParts(
    {},
    Object.values(parts).filter((part) => part.verified),
  );
}

/** The action's result, or null with its problem noted. */
async function problemOr<T>(problems: DataError[], action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    problems.push(error);
    return null;
  }
}
