import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * Which room of src/ may import which: a whole room ("math") or one file of it ("gpu/device.ts").
 * A room may always import from itself. Tests compare across rooms and are not held to it.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const MAY_IMPORT = {
  math: [],
  models: ["nn/spec.ts", "math"],
  formats: [],
  theory: ["math"],
  reference: ["math", "models", "nn/spec.ts"],
  data: ["math"],
  gpu: ["shaders", "math"],
  nn: ["gpu", "math", "models"],
  sampling: ["gpu", "theory", "math"],
  inspect: ["nn", "gpu", "data", "train/events.ts", "math"],
  train: ["nn", "data", "models", "math", "reference", "gpu", "formats"],
  runs: ["train", "gpu/tile.ts", "data/batches.ts", "data/index.ts", "math"],
  worker: [
    "train",
    "inspect",
    "sampling",
    "gpu/device.ts",
    "gpu/kernel.ts",
    "gpu/shaders.ts",
    "data",
    "nn/plan.ts",
    "nn/init.ts",
    "models",
    "runs",
    "formats",
    "math",
  ],
  cli: ["train", "inspect", "nn", "data", "models", "math", "theory", "reference", "gpu", "formats"],
  ui: [
    "worker/client.ts",
    "worker/protocol.ts",
    "train/config.ts",
    "train/events.ts",
    "train/link.ts",
    "train/recordedRun.ts",
    "train/pretrained.ts",
    "nn/plan.ts",
    "nn/spec.ts",
    "nn/operations.ts",
    "runs/record.ts",
    "runs/history.ts",
    "models",
    "data/index.ts",
    "data/dataset.ts",
    "theory",
    "math",
  ],
  "ui/look": ["reference", "inspect/images.ts"],
};

/** Packages that only some rooms may use; the rest of src/ is plain TypeScript. */
const PACKAGES = /** @type {const} */ ({
  math: /^jsep$/,
  runs: /^idb-keyval$/,
  ui: /^(react|react-dom|recharts|zustand|d3-contour|radix-ui|fflate|@mantine\/hooks)(\/|$)/,
  cli: /^(node:|(webgpu|bullmq)$)/,
});

const IMPORT =
  /(?:^|[\s;])(?:import|export)\s[^"';]*?from\s*"([^"]+)"|(?:import|new URL)\s*\(\s*"([^"]+)"|^\s*import\s+"([^"]+)"/gm;

/**
 * The imports of one file that go the wrong way.
 * @param {string} file its path from the root of the checkout, with "/".
 * @param {string} source
 * @returns {string[]} one sentence each.
 */
export function wrongImports(file, source) {
  const parts = file.split("/");
  const room = parts[1] ?? "";
  const allowed = [...(MAY_IMPORT[room] ?? []), ...(MAY_IMPORT[`${room}/${parts[2]}`] ?? [])];
  return [...source.matchAll(IMPORT)].flatMap((match) => {
    const target = (match[1] ?? match[2] ?? match[3] ?? "").replace(/\?.*$/, "");
    return mayImport(file, room, allowed, target) ? [] : [`${file} may not import ${target}`];
  });
}

/**
 * @param {string} file
 * @param {string} room
 * @param {readonly string[]} allowed
 * @param {string} target as written in the import.
 */
function mayImport(file, room, allowed, target) {
  if (!target.startsWith("."))
    return /** @type {Record<string, RegExp>} */ (PACKAGES)[room]?.test(target) ?? false;
  const path = posix.join(posix.dirname(file), target).replace(/^src\//, "");
  return (
    path.startsWith(`${room}/`) || allowed.some((place) => path === place || path.startsWith(`${place}/`))
  );
}

/**
 * Every wrong import under src/, tests and their helpers left out.
 * @param {string} root the checkout.
 */
export function allWrongImports(root) {
  return readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => !/(\.test\.tsx?|\/testing\.ts)$/.test(file))
    .sort()
    .flatMap((file) => wrongImports(file, readFileSync(join(root, file), "utf8")));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const wrong = allWrongImports(dirname(dirname(fileURLToPath(import.meta.url))));
  for (const sentence of wrong) process.stderr.write(`${sentence}\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
