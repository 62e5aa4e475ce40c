/** One thing of a file that is not as it should be. */
export interface Fact {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** A file that cannot be used: what is wrong, what to do, and what was expected and found. */
export class FormatError extends Error {
  readonly remedy: string;
  readonly facts: readonly Fact[];

  constructor(message: string, remedy: string, facts: readonly Fact[] = []) {
    super(message);
    this.name = "FormatError";
    this.remedy = remedy;
    this.facts = facts;
  }
}
