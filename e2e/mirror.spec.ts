import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { PROBLEMS } from "../src/ui/strings/problems.ts";
import { DATA } from "../src/ui/strings/shell.ts";
import { MNIST_FILES, mnistFolder } from "./support/files.ts";
import { BLANK } from "./support/idx.ts";
import { type Mood, playMirror } from "./support/mirror.ts";
import { runFirst } from "./support/prelude.ts";
import { expect, settled, test } from "./support/story.ts";

const SMALL = "#/race?data=digits@1&net=lenet-small";

const getMnist = (page: Page) => page.getByRole("button", { name: /^Get MNIST, 11\.6 MB$/ });

async function open(page: Page, mood: Mood): Promise<void> {
  await playMirror(page, mood);
  await page.goto(SMALL);
  await settled(page);
  await expect(getMnist(page)).toBeVisible();
}

/** How many files the browser keeps for the page. */
async function kept(page: Page): Promise<number> {
  return page.evaluate(async () => (await (await caches.open("minconv-data")).keys()).length);
}

test.describe("Get MNIST", () => {
  const moods: readonly (readonly [what: string, mood: Mood, said: RegExp])[] = [
    ["without a network", "offline", /cannot be reached, or does not let this page read train-images/],
    [
      "from a mirror that refuses",
      { status: 403 },
      /refuses to give train-images-idx3-ubyte\.gz \(status 403\)/,
    ],
    ["from a mirror that lost the file", { status: 404 }, /does not have train-images-idx3-ubyte\.gz/],
    [
      "from a mirror that shows a web page instead",
      { answers: "<!doctype html><title>Sign in</title>" },
      /Instead of train-images-idx3-ubyte\.gz came a web page/,
    ],
  ];
  for (const [what, mood, said] of moods) {
    test(`${what} says so, keeps nothing and leaves the ways out`, async ({ page }) => {
      await open(page, mood);
      await getMnist(page).click();
      const problem = page.getByRole("alert");
      await expect(problem).toContainText(said);
      await expect(problem.getByRole("button", { name: PROBLEMS.chooseFiles })).toBeVisible();
      await expect(page.getByRole("progressbar")).toHaveCount(0);
      expect(await kept(page)).toBe(0);
    });
  }

  test("from a connection that breaks off says so and keeps nothing", async ({ page }, { outputDir }) => {
    mkdirSync(outputDir, { recursive: true });
    const blank = [BLANK.trainImages, BLANK.trainLabels, BLANK.testImages, BLANK.testLabels];
    for (const [i, bytes] of blank.entries()) writeFileSync(join(outputDir, MNIST_FILES[i] ?? ""), bytes());
    await open(page, { truncates: outputDir });
    await getMnist(page).click();
    await expect(page.getByRole("alert")).toContainText(
      `${MNIST_FILES[0]} cannot be unpacked: it is cut off`,
    );
    expect(await kept(page)).toBe(0);
  });

  test("of files that are not the published ones is refused by checksum", async ({ page }, { outputDir }) => {
    mkdirSync(outputDir, { recursive: true });
    writeFileSync(join(outputDir, MNIST_FILES[0]), BLANK.trainImages());
    await open(page, { serves: outputDir });
    await getMnist(page).click();
    await expect(page.getByRole("alert")).toContainText("its checksum differs");
    expect(await kept(page)).toBe(0);
  });

  test("can be stopped, and begun again", async ({ page }) => {
    await open(page, "silent");
    await getMnist(page).click();
    await page.getByRole("button", { name: DATA.cancel }).click();
    await expect(getMnist(page)).toBeVisible();
    await expect(page.getByRole("alert")).toHaveCount(0);
    await playMirror(page, "offline");
    await getMnist(page).click();
    await page.getByRole("button", { name: PROBLEMS.fetchAgain }).click();
    await expect(page.getByRole("alert")).toContainText("cannot be reached");
  });
});

test.describe("The real files from the mirror", () => {
  const folder = mnistFolder();
  test.skip(folder === null, "MINCONV_DATA names no folder with mnist/");

  test("are kept for the next visit, without a network; the bar never passes its end", async ({ page }) => {
    await page.addInitScript(() => {
      const shown: string[] = [];
      Object.assign(globalThis, { shown });
      new MutationObserver(() => {
        const bar = document.querySelector(".field.data [role=progressbar]");
        if (bar) shown.push(`${bar.getAttribute("aria-valuenow")} ${bar.parentElement?.textContent}`);
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    await open(page, { serves: folder ?? "" });
    await getMnist(page).click();
    await expect(page.getByText(DATA.ready("kept in this browser"))).toBeVisible();
    await expect(page.getByLabel("Data", { exact: true })).toHaveValue("mnist");
    const shown = await page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
    expect(shown.length).toBeGreaterThan(0);
    for (const line of shown) {
      expect(Number.parseInt(line, 10)).toBeLessThanOrEqual(100);
      expect(line).not.toMatch(/NaN|Infinity|-\d/);
    }

    await playMirror(page, "offline");
    await page.goto("about:blank");
    await page.goto("");
    await expect(page.getByLabel("Data", { exact: true })).toHaveValue("mnist");
    await expect(page.getByText(DATA.ready("kept in this browser"))).toBeVisible();
    await expect(getMnist(page)).toHaveCount(0);
  });

  test("are used where the browser keeps nothing, and not said to be kept", async ({ page }) => {
    await runFirst(
      page,
      'Object.defineProperty(globalThis, "caches", { get() { throw new DOMException("", "SecurityError"); } });',
    );
    await open(page, { serves: folder ?? "" });
    await getMnist(page).click();
    await expect(page.getByText(DATA.ready("downloaded, but this browser does not keep it"))).toBeVisible();
  });
});
