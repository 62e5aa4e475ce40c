import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { DataCache } from "../data/cache.ts";
import { isGzip } from "../data/contents.ts";
import { DataError, type DataFile } from "../data/dataset.ts";
import { mnist } from "../data/mnist.ts";
import { readGiven } from "../data/read.ts";
import { loadFromMirrors } from "../data/sources.ts";
import { mnistFilesIn } from "./mnistFolder.ts";
import { note, print } from "./output.ts";

const USAGE = "From where? npm run data -- --from FOLDER|ADDRESS [--to FOLDER] [--json]";

/** The folder the site is built from; git ignores what lies in it. */
const SITE_DATA = join("public", "data");

/**
 * `data --from FOLDER|ADDRESS [--to FOLDER] [--json]`: puts MNIST's original files, verified by the
 * checksum of their contents, into `public/data/mnist/`, for sites that offer them themselves.
 * Exit code 0 only if all four are there.
 */
export async function data(argv: readonly string[]): Promise<number> {
  const from = valueOf(argv, "--from");
  if (from === undefined) {
    note(USAGE);
    return 2;
  }
  const target = join(valueOf(argv, "--to") ?? SITE_DATA, mnist.id);
  const json = argv.includes("--json");
  try {
    const files = /^https?:/.test(from) ? await filesAt(from) : await filesIn(from);
    await mkdir(target, { recursive: true });
    for (const [file, bytes] of files) await save(target, file, bytes, json);
    return 0;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    note(explain(error));
    return 1;
  }
}

function valueOf(argv: readonly string[], flag: string): string | undefined {
  const place = argv.indexOf(flag);
  return place < 0 ? undefined : argv[place + 1];
}

type PackedFiles = ReadonlyMap<DataFile, Uint8Array>;

/** The published files among those of a folder, told by checksum. */
async function filesIn(folder: string): Promise<PackedFiles> {
  const found = new Map<DataFile, Uint8Array>();
  for (const given of await mnistFilesIn(folder)) {
    const bytes = new Uint8Array(await given.arrayBuffer());
    const contents = await readGiven({ ...given, arrayBuffer: async () => bytes.buffer }, mnist);
    const file = mnist.files.find((published) => published.sha256 === contents.sha256);
    if (file === undefined) throw notPublished(given.name, contents.sha256);
    found.set(file, bytes);
  }
  const missing = mnist.files.filter((file) => !found.has(file));
  if (missing.length === 0) return found;
  const facts = missing.map((file) => ({ what: file.role, expected: file.name, found: "nothing" }));
  const message = `${folder} lacks the ${missing.map((file) => file.role).join(", ")}.`;
  throw new DataError("missing", message, "Add the missing files.", facts);
}

function notPublished(name: string, found: string): DataError {
  const remedy = "Only the original files are put on a site.";
  return new DataError("corrupt", `${name} is not a published file of MNIST: its checksum differs.`, remedy, [
    { what: "sha256", expected: "one of the four published", found },
  ]);
}

/** The published files from a folder on the web. */
async function filesAt(address: string): Promise<PackedFiles> {
  const received = new Map<string, Uint8Array<ArrayBuffer>>();
  const collect: DataCache = {
    get: async () => null,
    put: async (key, bytes) => received.set(key.slice(key.lastIndexOf("/") + 1), bytes).size > 0,
    delete: async () => {},
  };
  let under = "";
  const onProgress = ({ file }: { readonly file: string }) => {
    if (file !== under) note(`reading ${file}`);
    under = file;
  };
  await loadFromMirrors(mnist, [address.endsWith("/") ? address : `${address}/`], collect, { fetch, onProgress });
  return new Map(mnist.files.map((file) => [file, received.get(file.name) as Uint8Array]));
}

/** Writes a file under its published name, packed; whole or not at all. */
async function save(folder: string, file: DataFile, bytes: Uint8Array, json: boolean): Promise<void> {
  const packed = isGzip(bytes) ? bytes : gzipSync(bytes, { level: 9 });
  const path = join(folder, file.name);
  await writeFile(`${path}.part`, packed);
  await rename(`${path}.part`, path);
  const report = { type: "file", path, bytes: packed.length, sha256: file.sha256, verified: true };
  print(json ? JSON.stringify(report) : `${path}  ${packed.length} bytes, contents verified`);
}

function explain({ message, remedy, facts }: DataError): string {
  const lines = facts.map(({ what, expected, found }) => `  ${what}: expected ${expected}, found ${found}`);
  return [`${message} ${remedy}`, ...lines].join("\n");
}
