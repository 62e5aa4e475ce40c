/** What every data set offers, wherever its bytes came from. */
export interface DatasetInfo {
  readonly id: string;
  /** Raised whenever the same name would mean other bytes; links carry it. */
  readonly version: number;
  readonly name: string;
  readonly about: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: readonly string[];
  readonly trainSize: number;
  readonly testSize: number;
  /** Per channel, of pixels / 255 of the train set. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** The files it is read from, in the order of their images; empty for a set the project makes. */
  readonly files: readonly DataFile[];
  /** Folders of those files on the web that let any page read them, best first. */
  readonly mirrors: readonly string[];
  /** All files in one, where it is published so. */
  readonly archive?: Archive;
}

/** All files of a data set in one archive. */
export interface Archive {
  readonly name: string;
  readonly bytes: number;
  /** Where people get it. */
  readonly page: string;
}

/** One file of a data set, as published. */
export interface DataFile {
  readonly name: string;
  /** What it is within the set, in words; no two files have the same. */
  readonly role: string;
  readonly split: SplitName;
  /** Size as published (packed), for prices and progress. */
  readonly bytes: number;
  /** Size unpacked. */
  readonly rawBytes: number;
  /** sha256 of the unpacked contents, hex. */
  readonly sha256: string;
}

export type SplitName = "train" | "test";

/** Images of one split: bytes in height, width, channel order (NHWC), labels in 0..classes-1. */
export interface Split {
  readonly count: number;
  readonly images: Uint8Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
}

export interface Dataset {
  readonly info: DatasetInfo;
  readonly train: Split;
  readonly test: Split;
}

export type DataProblemKind =
  | "missing"
  | "corrupt"
  | "mismatch"
  | "offline"
  | "forbidden"
  | "unreadable"
  | "cancelled";

/** Why data cannot be used: what happened, and what to do. */
export class DataError extends Error {
  readonly kind: DataProblemKind;
  readonly remedy: string;
  /** Expected against found, for a small table. */
  readonly facts: readonly { readonly what: string; readonly expected: string; readonly found: string }[];

  constructor(
    kind: DataProblemKind,
    message: string,
    remedy: string,
    facts: readonly { what: string; expected: string; found: string }[] = [],
  ) {
    super(message);
    this.name = "DataError";
    this.kind = kind;
    this.remedy = remedy;
    this.facts = facts;
  }
}

/** The remedy for every damaged file. */
export const GET_ORIGINAL = "Get the original file once more and try again.";

/** Bytes loaded so far, of how many (null: unknown), of which file. */
export interface LoadProgress {
  readonly file: string;
  readonly done: number;
  readonly total: number | null;
}
