import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { DataCache } from "../data/cache.ts";
import { grouped, isGzip } from "../data/contents.ts";
import { DataError, type DataFile } from "../data/dataset.ts";
import { mnist } from "../data/mnist.ts";
import { readGiven } from "../data/read.ts";
import { loadFromMirrors } from "../data/sources.ts";
import { filesOf, given } from "./files.ts";
import { FlagError, parseFlags } from "./flags.ts";
import { note, print } from "./output.ts";

/** The folder the site is built from; git ignores what lies in it. */
const SITE_DATA = join("public", "data");

/**
 * `data --from FOLDER|ADDRESS [--to FOLDER] [--json]`: puts MNIST's original files, verified by the
 * checksum of their contents, into `public/data/mnist/`, for a site that offers them itself.
 * @throws DataError if one is missing or not the published file; then nothing is written.
 */
export async function data(argv: readonly string[]): Promise<number> {
  const { others } = parseFlags(argv, ["from", "to"], ["json"]);
  const from = others.get("from");
  if (from === undefined) throw new FlagError("From where? npm run data -- --from FOLDER|ADDRESS");
  const folder = join(others.get("to") ?? SITE_DATA, mnist.id);
  const files = /^https?:/.test(from) ? await filesAt(from) : await filesIn(from);
  await mkdir(folder, { recursive: true });
  const saved: SavedFile[] = [];
  for (const [file, bytes] of files) saved.push(await save(folder, file, bytes));
  // Reported last: a reader that leaves early must not stop the work.
  for (const each of saved)
    print(others.has("json") ? JSON.stringify({ type: "file", ...each }) : sentence(each));
  return 0;
}

type PublishedFiles = ReadonlyMap<DataFile, Uint8Array>;

/** The published files among those of a folder, packed or not, told by checksum. */
async function filesIn(folder: string): Promise<PublishedFiles> {
  const found = new Map<DataFile, Uint8Array>();
  for (const path of await filesOf(folder, mnist.id)) {
    const onDisk = await given(path);
    const bytes = await onDisk.arrayBuffer();
    const contents = await readGiven({ ...onDisk, arrayBuffer: async () => bytes }, mnist);
    const file = mnist.files.find((published) => published.sha256 === contents.sha256);
    if (file === undefined) throw notPublished(path, contents.sha256);
    found.set(file, new Uint8Array(bytes));
  }
  const missing = mnist.files.filter((file) => !found.has(file));
  if (missing.length === 0) return found;
  const facts = missing.map((file) => ({ what: file.role, expected: file.name, found: "nothing" }));
  const message = `${folder} lacks the ${missing.map((file) => file.role).join(", ")}.`;
  throw new DataError("missing", message, "Add the missing files.", facts);
}

function notPublished(path: string, found: string): DataError {
  const remedy = "Only the original files are put on a site.";
  return new DataError("corrupt", `${path} is not a published file of MNIST: its checksum differs.`, remedy, [
    { what: "sha256", expected: "one of the four published", found },
  ]);
}

/** The published files from a folder on the web. */
async function filesAt(address: string): Promise<PublishedFiles> {
  const received = new Map<string, Uint8Array>();
  const collector: DataCache = {
    get: async () => null,
    put: async (key, bytes) => received.set(key, bytes).has(key),
    delete: async () => {},
  };
  let current = "";
  const onProgress = ({ file }: { readonly file: string }) => {
    if (file !== current) note(`reading ${file}`);
    current = file;
  };
  await loadFromMirrors(mnist, [address.replace(/\/*$/, "/")], collector, { fetch, onProgress });
  return new Map([...received.values()].map((bytes, i) => [mnist.files[i] as DataFile, bytes]));
}

interface SavedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes a file under its published name, packed; whole or not at all. */
async function save(folder: string, file: DataFile, bytes: Uint8Array): Promise<SavedFile> {
  const packed = isGzip(bytes) ? bytes : gzipSync(bytes, { level: 9 });
  const path = join(folder, file.name);
  await writeFile(`${path}.part`, packed);
  await rename(`${path}.part`, path);
  return { path, bytes: packed.length, sha256: file.sha256 };
}

function sentence({ path, bytes }: SavedFile): string {
  return `${path}: ${grouped(bytes)} bytes, contents verified`;
}
