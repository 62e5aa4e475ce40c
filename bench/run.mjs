// npm run bench: one network, the same work, this engine and its peers in one browser, one after the other.
// They take turns block by block, so that a host that is slower for a while slows them all.
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
 * An engine at work in a page of its own.
 * @typedef {object} Running
 * @property {Engine} engine
 * @property {import("playwright").Page} page
 * @property {number} setupMs until the network stands, before its first step.
 * @property {number} firstStepMs setup and first step up to its loss, compilation included.
 * @property {number} firstLoss
 * @property {number} lastLoss
 * @property {number[]} blocks milliseconds a step of each block.
 */

const { values: flags } = parseArgs({
  options: {
    engines: { type: "string", default: Object.keys(ENGINES).join(",") },
    net: { type: "string", default: "lenet-mnist" },
    batch: { type: "string", default: "64" },
    opt: { type: "string", default: "adam" },
    steps: { type: "string", default: "5" },
    blocks: { type: "string", default: "3" },
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

/** Runs in the page, as `block` does. The clock is the page's own. @param {import("./problem.ts").PeerConfig} config */
async function begin(config) {
  const start = performance.now();
  const peer = await globalThis.perfPeer.setup(config);
  const setupMs = performance.now() - start;
  globalThis.perfRunning = peer;
  peer.step();
  const firstLoss = await peer.loss();
  const firstStepMs = performance.now() - start;
  peer.step();
  peer.step();
  return { setupMs, firstStepMs, firstLoss, lastLoss: await peer.loss() };
}

/** A block ends with the one read of its loss. @param {number} steps */
async function block(steps) {
  const peer = globalThis.perfRunning;
  const before = performance.now();
  for (let i = 0; i < steps; i++) peer.step();
  const loss = await peer.loss();
  return { loss, ms: (performance.now() - before) / steps };
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}

/**
 * Opens an engine's page and takes its first steps.
 * @param {import("playwright").Browser} browser
 * @param {string} url
 * @param {Engine} engine
 * @returns {Promise<Running>}
 */
async function open(browser, url, engine) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => note(`${engine}: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && note(`${engine}: ${message.text()}`));
  await page.goto(`${url}bench/${ENGINES[engine].page}.html`);
  await page.waitForFunction(() => "perfPeer" in globalThis);
  const config = { net: flags.net, batch: Number(flags.batch), opt: flags.opt, conv: ENGINES[engine].conv };
  const begun = await page.evaluate(begin, /** @type {Parameters<typeof begin>[0]} */ (config));
  return { engine, page, ...begun, blocks: [] };
}

const STEPS = Math.max(5, Number(flags.steps));

/** @param {Running} running */
async function takeBlock(running) {
  await running.page.bringToFront();
  const { ms, loss } = await running.page.evaluate(block, STEPS);
  running.blocks.push(ms);
  running.lastLoss = loss;
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

/**
 * What was measured of an engine, and whether its loss on the fixed batch fell.
 * @param {Running} running @param {Running | undefined} base this engine's exact run.
 */
function result({ page, ...seen }, base) {
  // Of the blocks of one turn, which ran side by side.
  const ratio = base ? median(seen.blocks.map((ms, k) => ms / (base.blocks[k] ?? Number.NaN))) : null;
  return {
    type: "engine",
    ...seen,
    stepMs: median(seen.blocks),
    ratio,
    steps: 3 + STEPS * seen.blocks.length,
    learns: seen.lastLoss < 0.9 * seen.firstLoss,
  };
}

/** @param {ReturnType<typeof result>} measured */
function line(measured) {
  const work = measured.learns
    ? `loss ${measured.firstLoss.toFixed(2)} to ${measured.lastLoss.toFixed(2)}`
    : "NOT DOING THE WORK: its loss does not fall";
  return [
    ENGINES[measured.engine].name.padEnd(20),
    `${measured.stepMs.toFixed(0).padStart(7)} ms a step`,
    (measured.ratio === null ? "" : `${measured.ratio.toFixed(2)} x`).padStart(9),
    `  first step ${(measured.firstStepMs / 1000).toFixed(1)} s (setup ${(measured.setupMs / 1000).toFixed(1)} s)`,
    `  ${work} in ${measured.steps} steps`,
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
    /** @param {Engine} engine @param {unknown} error */
    const failed = (engine, error) => {
      failures += 1;
      const message = error instanceof Error ? error.message : String(error);
      report({ type: "failed", engine, message }, `${ENGINES[engine].name.padEnd(20)} failed: ${message}`);
    };
    /** @type {Running[]} */
    let running = [];
    for (const engine of engines) {
      note(`${ENGINES[engine].name}: first steps …`);
      await open(browser, server.url, engine).then(
        (begun) => running.push(begun),
        (error) => failed(engine, error),
      );
    }
    const turns = Math.max(1, Number(flags.blocks));
    for (let turn = 1; turn <= turns; turn++) {
      note(`Turn ${turn} of ${turns} …`);
      for (const each of running)
        await takeBlock(each).catch((error) => {
          running = running.filter((other) => other !== each);
          failed(each.engine, error);
        });
    }
    const base = running.find(({ engine }) => engine === "exact");
    for (const each of running) {
      const measured = result(each, base);
      if (!measured.learns) failures += 1;
      report(measured, line(measured));
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
