import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { CITE, FIGURES, PAPER, SECTIONS, TABLE5 } from "../src/ui/strings/paper.ts";
import { LATE, SHELL, STRIP, VIEW_NAMES } from "../src/ui/strings/shell.ts";
import { NO_WEBGPU, runFirst } from "./support/prelude.ts";
import { risingRun, shipRuns } from "./support/recorded.ts";
import { startSite } from "./support/site.ts";
import { expect, test } from "./support/story.ts";
import { tiny } from "./support/tiny.ts";

const headline = (page: Page) => page.getByRole("heading", { level: 1, name: PAPER.headline });
const nav = (page: Page, view: keyof typeof VIEW_NAMES) =>
  page.getByRole("navigation", { name: SHELL.views }).getByRole("link", { name: VIEW_NAMES[view] });
const table5 = (page: Page) => page.locator("#table-5 table");

/** Exact and min-selector on MNIST, the second with two seeds. */
const RUNS = [
  risingRun("lenet-mnist-exact", "exact", 0.9901, 3),
  risingRun("lenet-mnist-smin-170", "smin", 0.985, 3, 42),
  risingRun("lenet-mnist-smin-170", "smin", 0.983, 3, 43),
];

test.describe("Without a graphics device and without recorded runs", () => {
  test("a deep link opens the paper's view and its theory, the layout closes over what is missing", async ({
    page,
  }) => {
    await runFirst(page, NO_WEBGPU);
    await shipRuns(page, []);
    await page.goto("#/paper");
    await expect(headline(page)).toBeVisible();
    await expect(page).toHaveTitle(/^Paper · /);
    await expect(nav(page, "paper")).toHaveAttribute("aria-current", "page");
    await expect(table5(page).getByText(TABLE5.notRun)).toHaveCount(12);
    await expect(page.getByText(PAPER.cellsMeasured)).toHaveCount(0);
    await expect(page.getByText(FIGURES.empty)).toBeVisible();
    await expect(page.locator("#table-1 tbody tr")).toHaveCount(8);
    await expect(page.locator("#table-1")).toContainText("rounds to 0.674");
    await expect(page.locator("#figure-3 figure")).toHaveCount(3);
    await expect(page.locator("#networks")).toContainText("23,517,696");

    await page.reload();
    await expect(headline(page)).toBeVisible();
    await page.getByRole("button", { name: SECTIONS.cite }).click();
    await expect(page.getByRole("heading", { name: CITE.title })).toBeFocused();
    await expect(page.locator("#cite pre")).toBeInViewport();
  });

  test("a host that answers every path with its page has none recorded", async ({ page }) => {
    const site = await startSite("/", "runs");
    try {
      const answered = page.waitForResponse(/\/runs\//);
      await page.goto(`http://localhost:${site.port}/#/paper`);
      expect((await answered).headers()["content-type"]).toBe("text/html");
      await expect(table5(page).getByText(TABLE5.notRun)).toHaveCount(12);
      await expect(page.getByText(FIGURES.empty)).toBeVisible();
    } finally {
      await site.close();
    }
  });
});

test.describe("Going there and back", () => {
  test("by keyboard while a race runs: it trains on, and the link keeps its settings", async ({ page }) => {
    await page.goto(tiny({ epochs: 200 }));
    await page.getByRole("button", { name: SHELL.trainBoth }).first().click();
    await expect(page.getByRole("button", { name: SHELL.pause })).toBeVisible({ timeout: 120_000 });
    const query = (await page.evaluate(() => location.hash)).split("?")[1];

    await nav(page, "look").focus();
    await page.keyboard.press("Tab");
    await expect(nav(page, "paper")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(headline(page)).toBeVisible();
    expect(await page.evaluate(() => location.hash)).toBe(`#/paper?${query}`);

    const epoch = async () => Number(await page.locator(".strip .clock b").innerText());
    const before = await epoch();
    await expect.poll(epoch, { timeout: 60_000 }).toBeGreaterThan(before);
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(nav(page, "race")).toHaveAttribute("aria-current", "page");
    await expect(page.locator("[data-run] > strong:not(.none)").first()).toBeVisible({ timeout: 60_000 });
    expect(await page.evaluate(() => location.hash)).toBe(`#/race?${query}`);
    await expect(page.getByRole("button", { name: SHELL.pause })).toBeVisible();
  });

  test("a view that does not arrive says so and is tried again", async ({ page }) => {
    await page.route("**/PaperView-*.js", (route) => route.abort());
    await page.goto("#/race?data=digits@1&net=lenet-small&seed=7");
    await nav(page, "paper").click();
    const problem = page.getByRole("alert");
    await expect(problem).toContainText(LATE.failed);
    await page.unroute("**/PaperView-*.js");
    await problem.getByRole("button", { name: LATE.again }).click();
    await expect(headline(page)).toBeVisible();
    await nav(page, "race").click();
    await expect(page.getByLabel("Seed", { exact: true })).toHaveValue("7");
  });
  test.use({ provoked: /PaperView|LateView|dynamically imported module/ });
});

test("Run this now puts a cell's settings into the race and starts nothing", async ({ page }) => {
  await page.goto("#/paper");
  await page.getByRole("button", { name: "mini_cifar on CIFAR-10, transfer, 1,024 epochs" }).click();
  await expect(nav(page, "race")).toHaveAttribute("aria-current", "page");
  await expect(page).toHaveURL(/#\/race\?data=cifar10@\d+&net=mini-cifar&.*transfer=exact&transferAfter=512/);
  await expect(page.getByLabel("Epochs", { exact: true })).toHaveValue("1536");
  await expect(page.getByText(STRIP.waiting)).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "mini_cifar on CIFAR-10" })).toBeVisible();
});

test.describe("With recorded runs", () => {
  test.beforeEach(async ({ page }) => {
    await shipRuns(page, RUNS);
    await page.goto("#/paper");
    await expect(table5(page).getByText(TABLE5.notRun)).toHaveCount(10);
  });

  test("the two numbers, and every measured cell with how it came to be", async ({ page }) => {
    const numbers = page.locator(".numbers");
    await expect(numbers).toContainText(`2${PAPER.of(12)}`);
    await expect(numbers).toContainText("0.05points");
    await page.getByRole("button", { name: /^98\.40, 3 epochs/ }).click();
    const made = page.getByRole("dialog");
    for (const words of [
      "98.30 to 98.50 over 2 seeds",
      "3 epochs of the printed 170",
      "story device",
      "2026-11-25",
    ])
      await expect(made).toContainText(words);
    await expect(made).toContainText(
      "npm run reproduce -- --cells lenet-mnist-smin-170 --epochs 3 --seeds 43",
    );
    await page.keyboard.press("Escape");
    await expect(made).toHaveCount(0);
  });

  test("the CSV holds what the table shows", async ({ page }) => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: TABLE5.download }).click();
    const lines = readFileSync(await (await download).path(), "utf8")
      .trim()
      .split("\r\n");
    expect(lines).toHaveLength(13);
    expect(lines[4]).toMatch(
      /^lenet,mnist,smin,170,98\.42,98\.4,98\.3,98\.5,3,42 43,story device,2026-11-25,/,
    );
  });

  test("a replay draws the curves anew up to their ends, and says how much slower comparing is", async ({
    page,
  }) => {
    const figures = page.locator("#figures");
    const lengths = () =>
      figures
        .locator(".raws path")
        .evaluateAll((paths) => paths.map((path) => (path.getAttribute("d") ?? "").split("L").length));
    await expect(figures.locator("figure")).toHaveCount(1);
    await expect.poll(lengths).toEqual([30, 30]);
    await expect(figures).toContainText(/For the same 98\.50 %, comparing trained [\d.]+ epochs longer/);
    await expect(figures.locator(".target-label")).toHaveText(["99.06", "98.42"]);
    await figures.getByRole("button", { name: FIGURES.replay }).click();
    await expect.poll(async () => (await lengths())[0] ?? 0).toBeLessThan(25);
    await figures.getByRole("button", { name: FIGURES.stop }).click();
    await expect.poll(lengths).toEqual([30, 30]);
    await figures.getByRole("slider", { name: FIGURES.position }).fill("0.5");
    await expect.poll(lengths).toEqual([15, 15]);
  });

  test.describe("with reduced motion", () => {
    test.use({ contextOptions: { reducedMotion: "reduce" } });

    test("nothing plays by itself; the slider shows any moment", async ({ page }) => {
      const figures = page.locator("#figures");
      await expect(figures.getByRole("slider", { name: FIGURES.position })).toBeVisible();
      await expect(figures.getByRole("button", { name: FIGURES.replay })).toHaveCount(0);
    });
  });
});
