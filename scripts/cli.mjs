// node scripts/cli.mjs COMMAND …: builds the command line if a source is newer, then runs it.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensurePackages } from "./ensure.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUT = join(ROOT, "dist-cli");
const PROGRAM = join(OUT, "main.js");
/** What the program is made of; the page is not part of it. */
const SOURCES = ["src", "shaders", "scripts/cli.mjs", "package-lock.json"];

/** @param {string} path @returns {number} when the youngest file under it changed, in milliseconds. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isCurrent() {
  if (!existsSync(PROGRAM)) return false;
  const built = statSync(PROGRAM).mtimeMs;
  return SOURCES.every((source) => newest(join(ROOT, source)) <= built);
}

/** Builds into a folder of its own and moves the one file over, so that two commands may start at once. */
async function build() {
  const { build: viteBuild } = await import("vite");
  const folder = join(OUT, `build-${process.pid}`);
  mkdirSync(OUT, { recursive: true });
  try {
    await viteBuild({
      root: ROOT,
      configFile: false,
      logLevel: "error",
      publicDir: false,
      build: {
        ssr: join(ROOT, "src/cli/main.ts"),
        outDir: folder,
        target: "node20",
        sourcemap: "inline",
        rolldownOptions: { output: { entryFileNames: "main.js", codeSplitting: false } },
      },
    });
    renameSync(join(folder, "main.js"), PROGRAM);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<number>} the program's exit code. */
function run() {
  const program = spawn(process.execPath, ["--enable-source-maps", PROGRAM, ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  // The program decides how it ends; this one waits for it.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => program.kill(signal));
  }
  return new Promise((resolve, reject) => {
    program.on("error", reject);
    program.on("close", (code) => resolve(code ?? 1));
  });
}

try {
  ensurePackages();
  if (!isCurrent()) await build();
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
