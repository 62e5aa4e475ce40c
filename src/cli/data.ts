import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { grouped, isGzip } from "../data/contents.ts";
import { DataError, type DataFile, type DatasetInfo, type LoadProgress } from "../data/dataset.ts";
import { type FilePart, type FileSet, incomplete } from "../data/fileSet.ts";
import { takeFiles } from "../data/givenFiles.ts";
import { DATASETS, type DatasetName } from "../data/index.ts";
import { FILE_SETS } from "../data/origins.ts";
import { folderHas, loadFromFolder } from "../data/sources.ts";
import { filesOf } from "./files.ts";
import { FlagError, parseFlags } from "./flags.ts";
import { note, print } from "./output.ts";

/** The folder the site is built from; git ignores what lies in it. */
const SITE_DATA = join("public", "data");

/** The bytes of published files, packed or not, by set. */
type Found = ReadonlyMap<FileSet, Map<DataFile, Uint8Array>>;

/**
 * `data --from FOLDER|ADDRESS [--to FOLDER] [--json]`: puts the original files of every data set found
 * there, verified by the checksum of their contents, into `public/data/mnist/` and
 * `public/data/cifar10/`, for a site that offers them itself.
 * @throws DataError if there is none, or if one of a set is missing or not the published file; then
 * nothing of that set is written.
 */
export async function data(argv: readonly string[]): Promise<number> {
  const { others } = parseFlags(argv, ["from", "to"], ["json"]);
  const from = others.get("from");
  if (from === undefined) throw new FlagError("From where? npm run data -- --from FOLDER|ADDRESS");
  const { found, problems } = await (/^https?:/.test(from) ? findAt(from) : findIn(from));
  const whole = [...found].filter(([{ info }, files]) => files.size === info.files.length);
  const saved: SavedFile[] = [];
  for (const [{ info }, files] of whole) {
    const folder = join(others.get("to") ?? SITE_DATA, info.id);
    await mkdir(folder, { recursive: true });
    for (const file of info.files) saved.push(await save(folder, file, files.get(file) as Uint8Array));
  }
  // Reported last: a reader that leaves early must not stop the work.
  const json = others.has("json");
  for (const each of saved) print(json ? JSON.stringify({ type: "file", ...each }) : sentence(each));
  for (const { info } of FILE_SETS.filter((set) => (found.get(set)?.size ?? 0) === 0))
    print(json ? JSON.stringify({ type: "absent", data: info.id }) : `${info.name}: not in ${from}`);
  const failure = whole.length === FILE_SETS.length ? undefined : (problems[0] ?? lacking(found, from));
  if (failure) throw failure;
  return 0;
}

/** The published files in a folder, in archives or not, told by checksum. */
async function findIn(folder: string): Promise<{ found: Found; problems: readonly DataError[] }> {
  const found = new Map(FILE_SETS.map((set) => [set, new Map<DataFile, Uint8Array>()]));
  const problems: DataError[] = [];
  for (const given of await filesOf(
    folder,
    FILE_SETS.map(({ info }) => info.id),
  )) {
    const taken = await takeFiles([given], {
      sets: FILE_SETS,
      onPublished: async (set, file, { archived, bytes }) => {
        found.get(set)?.set(file, archived ? bytes : await readFile(given.path));
      },
    });
    problems.push(...taken.problems);
    for (const [id, parts] of taken.held)
      for (const part of parts.values())
        if (!part.verified) problems.push(notPublished(id, given.path, part));
  }
  return { found, problems };
}

function notPublished(id: string, path: string, { role }: FilePart): DataError {
  const { name } = DATASETS[id as DatasetName];
  return new DataError(
    "corrupt",
    `${path} is not a published file of ${name}: its checksum differs.`,
    "Only the original files are put on a site.",
    [{ what: role, expected: "the published checksum", found: "another" }],
  );
}

/** The published files in a folder on the web, or in its folders `mnist/` and `cifar10/`. */
async function findAt(address: string): Promise<{ found: Found; problems: readonly DataError[] }> {
  const base = address.replace(/\/*$/, "/");
  const found = new Map<FileSet, Map<DataFile, Uint8Array>>();
  for (const set of FILE_SETS) {
    const own = new URL(`${set.info.id}/`, base).href;
    const folder = (await folderHas(set, own, { fetch })) ? own : base;
    const files = new Map<DataFile, Uint8Array>();
    try {
      await loadFromFolder(set, folder, { fetch, onProgress: progress() }, ({ bytes }, file) =>
        files.set(file, bytes),
      );
    } catch (error) {
      if (!(error instanceof DataError) || error.kind !== "missing") throw error;
    }
    found.set(set, files);
  }
  return { found, problems: [] };
}

/** Says once that a file is being read. */
function progress(): (progress: LoadProgress) => void {
  let current = "";
  return ({ file }) => {
    if (file !== current) note(`reading ${file}`);
    current = file;
  };
}

/** What is wrong if no set is whole, or one is there in part. */
function lacking(found: Found, from: string): DataError | undefined {
  const partly = [...found].find(([{ info }, { size }]) => size > 0 && size < info.files.length);
  if (partly) {
    const [{ info }, files] = partly;
    return incomplete(info, (file) => files.has(file), from);
  }
  if ([...found.values()].some(({ size }) => size > 0)) return undefined;
  return new DataError(
    "missing",
    `${from} holds no files of ${FILE_SETS.map(({ info }) => info.name).join(" or ")}.`,
    "Name the folder that holds them.",
    FILE_SETS.map(({ info }) => ({ what: info.name, expected: fileNames(info), found: "nothing" })),
  );
}

function fileNames({ files }: DatasetInfo): string {
  return files.map(({ name }) => name).join(", ");
}

interface SavedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes a file under its published name, packed; whole or not at all. */
async function save(folder: string, file: DataFile, bytes: Uint8Array): Promise<SavedFile> {
  const packed = isGzip(bytes) ? bytes : gzipSync(bytes);
  const path = join(folder, file.name);
  await writeFile(`${path}.part`, packed);
  await rename(`${path}.part`, path);
  return { path, bytes: packed.length, sha256: file.sha256 };
}

function sentence({ path, bytes }: SavedFile): string {
  return `${path}: ${grouped(bytes)} bytes, contents verified`;
}
