import type { TrainConfig } from "../../train/config.ts";

/** Characters that every file system takes, and no spreadsheet or shell reads as something else. */
const SAFE = /[^A-Za-z0-9._-]+/g;
const LONGEST = 100;

/** Any text as (part of) a file name: never empty, hidden, a path or too long. */
export function safeName(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(SAFE, "-")
    .replace(/\.{2,}/g, ".");
  const trimmed = plain.slice(0, LONGEST).replace(/^[-.]+|[-.]+$/g, "");
  return trimmed === "" ? "file" : trimmed;
}

/** What a file's name tells of the networks it is about; the seed where it is known. */
type Named = Pick<TrainConfig, "data" | "net" | "product"> & Partial<Pick<TrainConfig, "seed">>;

/**
 * The name of a race's file: `minconv-mnist-lenet-smin-seed42-accuracy-20260131-142530.svg`. The time
 * keeps two of the same settings apart.
 */
export function fileName(config: Named, what: string, extension: string, now: Date): string {
  const { data, net, product, seed } = config;
  const [date = "", time = ""] = localIso(now).split("T");
  const stamp = `${date.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
  return `${safeName(["minconv", data, net, product, seed === undefined ? "" : `seed${seed}`, what, stamp].filter((part) => part !== "").join("-"))}.${extension}`;
}

function localIso(now: Date): string {
  return new Date(now.getTime() - 60_000 * now.getTimezoneOffset()).toISOString().slice(0, 19);
}
