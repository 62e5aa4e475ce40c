// npm run bench: one network, the same work, this engine and its peers in one browser, one after the other.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { browserLaunch } from "../scripts/browser.mjs";
import { ensureBrowser, ensurePackages } from "../scripts/ensure.mjs";

const BENCH = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(BENCH);

/** Every first step compiles: drivers keep no kernels of an earlier run (Mesa's, NVIDIA's setting). */
const NO_SHADER_CACHE = { MESA_SHADER_CACHE_DISABLE: "true", __GL_SHADER_DISK_CACHE: "0" };

/** Page and product of each engine. */
const ENGINES = /** @type {const} */ ({
  exact: { page: "peer", conv: "exact", name: "this engine, exact" },
  smin: { page: "peer", conv: "smin", name: "this engine, smin" },
  jax: { page: "jax", conv: "exact", name: "jax-js" },
  tfjs: { page: "tfjs", conv: "exact", name: "tfjs-webgpu" },
});
/** @typedef {keyof typeof ENGINES} Engine */
/**
 * @typedef {object} Result
 * @property {Engine} engine
 * @property {number} setupMs until the network stands, before its first step.
 * @property {number} firstStepMs setup and first step up to its loss, compilation included.
 * @property {number} stepMs of the median block.
 * @property {number[]} blocks milliseconds a step of each block.
 * @property {number} firstLoss
 * @property {number} lastLoss
 * @property {number} steps
 * @property {boolean} learns whether the loss on the fixed batch fell.
 */

const { values: flags } = parseArgs({
  options: {
    engines: { type: "string", default: Object.keys(ENGINES).join(",") },
    net: { type: "string", default: "lenet-mnist" },
    batch: { type: "string", default: "64" },
    opt: { type: "string", default: "adam" },
    steps: { type: "string", default: "5" },
    blocks: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
});

/** @param {string} text */
const note = (text) => process.stderr.write(`${text}\n`);
/** @param {object} line @param {string} text */
const report = (line, text) => process.stdout.write(`${flags.json ? JSON.stringify(line) : text}\n`);

/** @returns {Engine[]} */
function askedEngines() {
  const names = flags.engines.split(",");
  const unknown = names.find((name) => !(name in ENGINES));
  if (unknown !== undefined)
    throw new Error(`No engine is called "${unknown}"; there are ${Object.keys(ENGINES).join(", ")}.`);
  return /** @type {Engine[]} */ (names);
}

/** @param {readonly Engine[]} engines */
function ensurePeers(engines) {
  const needed = engines.some((engine) => ENGINES[engine].page !== "peer");
  if (!needed || existsSync(join(BENCH, "node_modules", ".package-lock.json"))) return;
  note("Installing the peers (npm ci in bench) …");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: BENCH,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error("The peers could not be installed; npm's messages stand above.");
}

/** A development server that knows the pages asked for before the first is opened. @param {readonly Engine[]} engines */
async function startServer(engines) {
  const { createServer } = await import("vite");
  const server = await createServer({
    root: ROOT,
    logLevel: "error",
    cacheDir: join(BENCH, "node_modules", ".vite"),
    server: { port: 5190, hmr: false, watch: null },
    optimizeDeps: { entries: engines.map((engine) => `bench/${ENGINES[engine].page}.html`) },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error("The development server did not start.");
  return { url, close: () => server.close() };
}

/**
 * Runs in the page. The clock is the page's own; a block ends with the one read of its loss.
 * @param {{ config: import("./problem.ts").PeerConfig, steps: number, blocks: number }} plan
 */
async function measure({ config, steps, blocks }) {
  const start = performance.now();
  const peer = await globalThis.perfPeer.setup(config);
  const setupMs = performance.now() - start;
  peer.step();
  const firstLoss = await peer.loss();
  const firstStepMs = performance.now() - start;
  peer.step();
  peer.step();
  let lastLoss = await peer.loss();
  /** @type {number[]} */
  const times = [];
  // Slow peers get fewer blocks: one minute is enough to see their pace.
  while (times.length < blocks && times.reduce((sum, ms) => sum + ms * steps, 0) < 60_000) {
    const before = performance.now();
    for (let i = 0; i < steps; i++) peer.step();
    lastLoss = await peer.loss();
    times.push((performance.now() - before) / steps);
  }
  return { setupMs, firstStepMs, blocks: times, firstLoss, lastLoss };
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}

/**
 * @param {import("playwright").Browser} browser
 * @param {string} url
 * @param {Engine} engine
 * @returns {Promise<Result>}
 */
async function run(browser, url, engine) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => note(`${engine}: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && note(`${engine}: ${message.text()}`));
  try {
    await page.goto(`${url}bench/${ENGINES[engine].page}.html`);
    await page.waitForFunction(() => "perfPeer" in globalThis);
    const config = { net: flags.net, batch: Number(flags.batch), opt: flags.opt, conv: ENGINES[engine].conv };
    const plan = {
      config,
      steps: Math.max(5, Number(flags.steps)),
      blocks: Math.max(1, Number(flags.blocks)),
    };
    const seen = await page.evaluate(measure, /** @type {Parameters<typeof measure>[0]} */ (plan));
    const learns = seen.lastLoss < 0.9 * seen.firstLoss;
    return {
      engine,
      ...seen,
      stepMs: median(seen.blocks),
      steps: 3 + plan.steps * seen.blocks.length,
      learns,
    };
  } finally {
    await page.close();
  }
}

/** Where it ran: names do not tell two software adapters apart, so what they can do is printed too. @param {import("playwright").Browser} browser @param {string} url */
async function machine(browser, url) {
  const page = await browser.newPage();
  await page.goto(`${url}bench/peer.html`);
  const adapter = await page.evaluate(async () => {
    const found = await navigator.gpu.requestAdapter();
    if (!found) return "none";
    const { vendor, architecture, description, subgroupMaxSize } = found.info;
    const name = [vendor, architecture, description].filter((part) => part !== "").join(" ");
    return `${name}, subgroups of ${subgroupMaxSize}, ${found.limits.maxComputeInvocationsPerWorkgroup} invocations a workgroup`;
  });
  await page.close();
  const processors = cpus();
  return {
    type: "machine",
    date: new Date().toISOString().slice(0, 10),
    processor: `${processors.length} x ${processors[0]?.model.trim() ?? "unknown"}`,
    browser: `Chromium ${browser.version()}`,
    adapter,
    net: flags.net,
    batch: Number(flags.batch),
    opt: flags.opt,
  };
}

/** @param {Result} result @param {number | undefined} base milliseconds a step of this engine's exact run. */
function line(result, base) {
  const ratio = base === undefined ? "" : `${(result.stepMs / base).toFixed(2)} x`;
  const work = result.learns
    ? `loss ${result.firstLoss.toFixed(2)} to ${result.lastLoss.toFixed(2)}`
    : "NOT DOING THE WORK: its loss does not fall";
  return [
    ENGINES[result.engine].name.padEnd(20),
    `${result.stepMs.toFixed(0).padStart(7)} ms a step`,
    ratio.padStart(9),
    `  first step ${(result.firstStepMs / 1000).toFixed(1)} s (setup ${(result.setupMs / 1000).toFixed(1)} s)`,
    `  ${work} in ${result.steps} steps`,
  ].join("");
}

async function main() {
  const engines = askedEngines();
  ensurePackages();
  ensureBrowser();
  ensurePeers(engines);
  const server = await startServer(engines);
  const { chromium } = await import("playwright");
  const browser = await chromium.launch({ ...browserLaunch(), env: { ...process.env, ...NO_SHADER_CACHE } });
  let failures = 0;
  try {
    const where = await machine(browser, server.url);
    report(
      where,
      `${where.net}, batch ${where.batch}, ${where.opt}; ${where.date}, ${where.processor}, ${where.browser}\nadapter: ${where.adapter}`,
    );
    /** @type {number | undefined} */
    let base;
    for (const engine of engines) {
      note(`${ENGINES[engine].name} …`);
      try {
        const result = await run(browser, server.url, engine);
        if (engine === "exact") base = result.stepMs;
        if (!result.learns) failures += 1;
        report(
          { type: "engine", ...result, ratio: base === undefined ? null : result.stepMs / base },
          line(result, base),
        );
      } catch (error) {
        failures += 1;
        const message = error instanceof Error ? error.message : String(error);
        report({ type: "failed", engine, message }, `${ENGINES[engine].name.padEnd(20)} failed: ${message}`);
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
  process.exitCode = failures > 0 ? 1 : 0;
}

try {
  await main();
} catch (error) {
  note(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
