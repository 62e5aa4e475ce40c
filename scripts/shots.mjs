// npm run shots -- DIR: pictures of every state of every view, each taken once its content is there.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { browserLaunch } from "./browser.mjs";
import { ensureBrowser, ensurePackages } from "./ensure.mjs";
import { serve } from "./serve.mjs";

/** The small network on the digits the page draws itself: no network, no graphics card. */
const LINK = "#/race?data=digits@1&net=lenet-small&product=smin&seed=42&epochs=2";
const SIZES = /** @type {const} */ ({
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  projector: { width: 1920, height: 1080 },
});
const THEMES = /** @type {const} */ (["light", "dark"]);
/** How long a software adapter may take for a run, in milliseconds. */
const PATIENCE = 900_000;
/** Where the page tells of a failure. */
const ALERT = 'section[role="alert"]';

/** @typedef {import("playwright").Page} Page */

/**
 * Takes one state of the page at every size and in both themes.
 * @param {Page} page @param {string} folder @param {string} state
 */
async function shoot(page, folder, state) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    // A phone's page is long and its buttons stay at the foot of the window: a window as tall as the page.
    const height =
      size === "phone" ? await page.evaluate(() => document.documentElement.scrollHeight) : viewport.height;
    await page.setViewportSize({ width: viewport.width, height });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // Charts measure themselves and draw a frame later.
      await page.evaluate(
        () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      );
      const path = join(folder, `${state}-${size}-${colorScheme}.png`);
      await page.screenshot({ path });
      process.stdout.write(`${path}\n`);
    }
  }
  await page.setViewportSize(SIZES.wide);
}

/**
 * Waits until a share of the run is done and both accuracies stand on the page.
 * @param {Page} page @param {number} percent
 */
async function progressed(page, percent) {
  await page.getByRole("progressbar", { name: "Progress of the run" }).waitFor({ timeout: PATIENCE });
  await page.waitForFunction(
    (least) => {
      const bar = document.querySelector('[role="progressbar"][aria-label="Progress of the run"]');
      const scores = document.querySelectorAll("[data-run] strong:not(.none)");
      return Number(bar?.getAttribute("aria-valuenow")) >= least && scores.length >= 2;
    },
    percent,
    { timeout: PATIENCE },
  );
}

/**
 * Waits for `content`; a problem that the page shows instead ends the wait.
 * @param {Page} page @param {Promise<unknown>} content
 */
async function unlessProblem(page, content) {
  const problem = page
    .locator(ALERT)
    .waitFor({ timeout: PATIENCE })
    .then(
      async () => {
        throw new Error(`The page shows a problem: ${(await page.locator(ALERT).allInnerTexts()).join(" ")}`);
      },
      () => {}, // No problem in all that time, or the browser was closed: the content decides.
    );
  await Promise.race([content, problem.then(() => content)]);
}

/** @param {Page} page @param {string} folder */
async function race(page, folder) {
  const start = page.getByRole("main").getByRole("button", { name: "Train both" });
  await start.waitFor();
  await page.evaluate(() => document.fonts.ready);
  await shoot(page, folder, "race-before");
  await start.click();
  await unlessProblem(page, progressed(page, 30));
  await shoot(page, folder, "race-running");
  const end = page.getByRole("region", { name: "Run" }).getByText("finished");
  await unlessProblem(page, end.waitFor({ timeout: PATIENCE }));
  await shoot(page, folder, "race-finished");
}

/** @param {Page} page @param {string} folder */
async function lab(page, folder) {
  await page.getByRole("link", { name: "Lab" }).click();
  await page.locator("#figure-3 figure").first().waitFor();
  await page.locator("#table-1 tbody tr").first().waitFor();
  await shoot(page, folder, "lab");
}

/** @param {Page} page @param {string} folder */
async function look(page, folder) {
  await page.getByRole("link", { name: "Look" }).click();
  await page.locator(".verdicts .says li").nth(1).waitFor({ timeout: PATIENCE });
  await page.getByRole("grid").first().waitFor();
  await page.locator("#microscope .term-row").first().waitFor();
  await page.getByRole("button", { name: /^Test both on all/ }).click();
  await page.locator(".top .numbers dd").waitFor({ timeout: PATIENCE });
  await page.evaluate(() => window.scrollTo(0, 0));
  await shoot(page, folder, "look");
}

/** @param {Page} page @param {string} folder */
async function paper(page, folder) {
  await page.getByRole("link", { name: "Paper" }).click();
  // The curves of the theory come a moment after the view.
  await page.locator("#figure-3 figure").first().waitFor();
  await page.locator("#table-1 tbody tr").first().waitFor();
  await shoot(page, folder, "paper");
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { link: { type: "string", default: LINK }, built: { type: "boolean" } },
  });
  const folder = positionals[0];
  if (!folder) throw new Error("Which folder? npm run shots -- DIR");
  ensurePackages();
  ensureBrowser();
  mkdirSync(folder, { recursive: true });
  if (!values.built) await (await import("vite")).build({ logLevel: "warn" });
  const { chromium } = await import("playwright");
  const server = await serve();
  const browser = await chromium.launch(browserLaunch());
  try {
    const page = await browser.newPage({ viewport: SIZES.wide });
    page.on("pageerror", (error) => process.stderr.write(`${error.message}\n`));
    await page.goto(server.url + values.link);
    await race(page, folder);
    await lab(page, folder);
    await look(page, folder);
    await paper(page, folder);
  } finally {
    await browser.close();
    await server.close();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
