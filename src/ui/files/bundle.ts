import { strFromU8, strToU8, type Unzipped, unzip, type Zippable, zip } from "fflate";
import type { Problem } from "../../train/events.ts";
import { fromLink, type LinkReading } from "../../train/link.ts";
import { IMPORT } from "../strings/files.ts";

/** A run as one file: settings, everything measured, weights and the device it ran on. */
export interface Bundle {
  /** The address of its settings: read back by the same rules as any link. */
  readonly link: string;
  readonly settings: object;
  readonly metrics: string;
  readonly weights: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
  readonly device: object;
}

const SETTINGS = IMPORT.settingsFile;
/** Settings are some hundred bytes; what claims to be more is not unpacked. */
const MOST_SETTINGS = 100_000;

/** Packs a bundle as .zip. Weights are stored as they are: packing would hardly shrink them. */
export function packBundle({
  link,
  settings,
  metrics,
  weights,
  device,
}: Bundle): Promise<Uint8Array<ArrayBuffer>> {
  const json = (value: object) => strToU8(`${JSON.stringify(value, null, 2)}\n`);
  const files: Zippable = {
    [SETTINGS]: json({ program: "MinConv Playground", link, settings }),
    "metrics.csv": strToU8(metrics),
    "device.json": json(device),
  };
  for (const { name, bytes } of weights) files[`weights/${name}`] = [bytes, { level: 0 }];
  return new Promise((resolve, reject) =>
    zip(files, (error, packed) => (error ? reject(error) : resolve(packed as Uint8Array<ArrayBuffer>))),
  );
}

/** The settings of a bundle, or why it holds none. */
export async function readBundle(
  name: string,
  bytes: Uint8Array,
): Promise<{ readonly reading: LinkReading } | { readonly problem: Problem }> {
  const files = await unpackSettings(bytes).catch(() => null);
  if (files === null) return { problem: { kind: "corrupt", ...IMPORT.damaged(name) } };
  const packed = files[SETTINGS];
  if (packed === undefined) return { problem: noRun(name, IMPORT.present, IMPORT.missing) };
  const link = linkIn(strFromU8(packed));
  if (link === null) return { problem: noRun(name, IMPORT.withLink, IMPORT.otherContent) };
  return { reading: fromLink(link) };
}

function unpackSettings(bytes: Uint8Array): Promise<Unzipped> {
  return new Promise((resolve, reject) =>
    unzip(
      bytes,
      { filter: ({ name, originalSize }) => name === SETTINGS && originalSize <= MOST_SETTINGS },
      (error, files) => (error ? reject(error) : resolve(files)),
    ),
  );
}

function linkIn(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const link = typeof value === "object" && value !== null && "link" in value ? value.link : null;
    return typeof link === "string" ? link : null;
  } catch {
    return null;
  }
}

function noRun(name: string, expected: string, found: string): Problem {
  return {
    kind: "corrupt",
    ...IMPORT.noSettings(name),
    facts: [{ what: SETTINGS, expected, found }],
  };
}
