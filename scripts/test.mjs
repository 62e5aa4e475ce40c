// npm test: every check, one line a stage, then one sum. `node scripts/test.mjs unit gpu` runs only those.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBrowser, ensurePackages, ensureQueueServer } from "./ensure.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const REPORTS = mkdtempSync(join(tmpdir(), "minconv-test-"));

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Counts */
/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string[][]} commands run in order until one fails.
 * @property {(report: string) => Counts} [count] reads the report a command wrote; without it the stage is one check.
 * @property {boolean} [onDemand] runs only where it is named: it needs a server of its own.
 * @property {string} [needs] a stage without which this one makes no sense.
 */

const BIN = join(ROOT, "node_modules", ".bin");
/** @param {string} project */
const vitest = (project) => [
  join(BIN, "vitest"),
  "run",
  "--project",
  project,
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${join(REPORTS, project)}`,
];

/** @type {Stage[]} */
const STAGES = [
  { name: "types", commands: [[join(BIN, "tsc"), "--project", "."]] },
  {
    name: "lint",
    commands: [
      [join(BIN, "biome"), "ci", "--error-on-warnings", "--colors=off", "--max-diagnostics=40", "."],
      ["node", "scripts/directions.mjs"],
    ],
  },
  { name: "unit", commands: [vitest("unit")], count: countVitest },
  { name: "gpu", commands: [vitest("gpu")], count: countVitest },
  {
    name: "build",
    commands: [
      [join(BIN, "vite"), "build", "--logLevel", "warn"],
      ["node", "scripts/size.mjs"],
    ],
  },
  { name: "queue", commands: [vitest("queue")], count: countVitest, onDemand: true },
  { name: "e2e", commands: [[join(BIN, "playwright"), "test"]], count: countPlaywright, needs: "build" },
];

/** @param {string} report @returns {Counts} */
function countVitest(report) {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(report);
  const tests = testResults.flatMap(
    (/** @type {{ assertionResults: unknown[] }} */ file) => file.assertionResults,
  );
  const skipped = tests.filter(
    (/** @type {{ status: string }} */ { status }) => status === "skipped" || status === "pending",
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: skipped.map((/** @type {{ fullName: string }} */ { fullName }) => fullName),
  };
}

/**
 * @typedef {object} Suite as Playwright's report nests them.
 * @property {{ title: string, tests: { status: string }[] }[]} [specs]
 * @property {Suite[]} [suites]
 */

/** @param {string} report @returns {Counts} */
function countPlaywright(report) {
  const { stats, suites } = JSON.parse(report);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: suites.flatMap(skippedStories),
  };
}

/**
 * @param {Suite} suite
 * @returns {string[]}
 */
function skippedStories({ specs = [], suites = [] }) {
  const here = specs.filter(({ tests }) => tests.some(({ status }) => status === "skipped"));
  return [...here.map(({ title }) => title), ...suites.flatMap(skippedStories)];
}

/**
 * Runs a command and keeps what it says.
 * @param {string[]} command
 * @param {string} name of the stage, also of its report.
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function run([program = "", ...args], name) {
  const env = {
    ...process.env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: join(REPORTS, name),
    NO_COLOR: "1",
    FORCE_COLOR: undefined,
  };
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ ok: false, output: String(error) }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

/** @param {Stage} stage @returns {Promise<Counts & { output: string }>} */
async function check({ name, commands, count }) {
  let ok = true;
  let output = "";
  for (const command of commands) {
    if (!ok) break;
    const result = await run(command, name);
    ok = result.ok;
    output += result.output;
  }
  const counts = count ? readCounts(count, name) : { passed: 1, failed: 0, skipped: [] };
  // A run may fail without a failing test: a file that cannot be loaded, a stray error.
  const failed = ok ? counts.failed : Math.max(counts.failed, 1);
  return { passed: count || ok ? counts.passed : 0, failed, skipped: counts.skipped, output };
}

/** @param {(report: string) => Counts} count @param {string} name @returns {Counts} */
function readCounts(count, name) {
  try {
    return count(readFileSync(join(REPORTS, name), "utf8"));
  } catch (error) {
    process.stdout.write(`${name}: its report cannot be read (${error})\n`);
    return { passed: 0, failed: 1, skipped: [] };
  }
}

async function main() {
  ensurePackages();
  process.env.CHROMIUM = ensureBrowser();
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0)
    throw new Error(
      `No stage is called ${unknown.join(", ")}; there are ${STAGES.map(({ name }) => name).join(", ")}.`,
    );
  const total = { passed: 0, failed: 0 };
  /** @type {Set<string>} */
  const broken = new Set();
  for (const stage of STAGES) {
    if (asked.length > 0 ? !asked.includes(stage.name) : stage.onDemand) continue;
    if (stage.name === "queue") ensureQueueServer();
    if (stage.needs && broken.has(stage.needs)) {
      process.stdout.write(`${stage.name.padEnd(6)} not run: ${stage.needs} failed\n`);
      continue;
    }
    const start = performance.now();
    const { passed, failed, skipped, output } = await check(stage);
    if (failed > 0) {
      broken.add(stage.name);
      process.stdout.write(`${output}\n`);
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    process.stdout.write(
      `${stage.name.padEnd(6)} ${failed > 0 ? "FAILED" : "ok"}: ${passed} passed, ${failed} failed, ${skipped.length} skipped, ${seconds} s\n`,
    );
    for (const name of skipped) process.stdout.write(`       skipped: ${name}\n`);
    total.passed += passed;
    total.failed += failed;
  }
  if (broken.size > 0) process.stdout.write(`failed: ${[...broken].join(", ")}\n`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(REPORTS, { recursive: true, force: true });
}
