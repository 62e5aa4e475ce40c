// npm run size: the JavaScript of the production build, gzipped; fails above the budget.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const DIST = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist");
const MANIFEST = join(DIST, ".vite/manifest.json");
/** Bytes of gzipped JavaScript before the page can be used. */
const BUDGET = 300_000;

/** @typedef {{ file: string, isEntry?: boolean, imports?: string[], css?: string[], assets?: string[] }} Chunk */

/** @param {Iterable<string>} files @returns {number} */
const gzipped = (files) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0);

/**
 * What a first visit loads: the entry, what it imports statically, its styles, and its worker (an
 * asset of the entry that is itself JavaScript).
 * @param {Record<string, Chunk>} manifest
 */
function firstLoad(manifest) {
  /** @type {Set<string>} */
  const files = new Set();
  /** @param {Chunk | undefined} chunk */
  const add = (chunk) => {
    if (!chunk || files.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
    for (const name of chunk.imports ?? []) add(manifest[name]);
  };
  for (const chunk of Object.values(manifest)) if (chunk.isEntry) add(chunk);
  return files;
}

/** @param {string} label @param {number} bytes */
const line = (label, bytes) => `${label.padEnd(28)}${(bytes / 1000).toFixed(1).padStart(8)} kB gzipped`;

if (existsSync(MANIFEST)) {
  const first = [...firstLoad(JSON.parse(readFileSync(MANIFEST, "utf8")))];
  const scripts = gzipped(first.filter((file) => file.endsWith(".js")));
  const styles = gzipped(first.filter((file) => file.endsWith(".css")));
  const all = readdirSync(DIST, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  const within = scripts <= BUDGET;
  const lines = [
    line("first load, JavaScript", scripts),
    line("first load, styles", styles),
    line("all JavaScript", gzipped(all)),
    within ? "" : `The first load is over its budget of ${BUDGET / 1000} kB.`,
  ];
  process.stdout.write(
    lines
      .filter((text) => text !== "")
      .join("\n")
      .concat("\n"),
  );
  process.exitCode = within ? 0 : 1;
} else {
  process.stderr.write("There is no build. Run `npm run build` first.\n");
  process.exitCode = 1;
}
