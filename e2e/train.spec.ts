import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { firstLosses, rawSeries } from "./support/curves.ts";
import { dropFiles, MNIST_FILES, mnistFolder } from "./support/files.ts";
import { button, QUICK } from "./support/runs.ts";
import { expect, test } from "./support/story.ts";

/** What the page itself offers on software graphics: see SMALL in src/ui/shell/Banners.tsx. */
const SMALL = "#/race?data=digits@1&net=lenet-small&epochs=1&lr=0.003&batch=32&dropout=0.25";

/** The two large numbers, in percent; NaN while there are none. */
async function scores(page: Page): Promise<number[]> {
  const texts = await page.locator("[data-run] > strong").allInnerTexts();
  return texts.map((text) => Number.parseFloat(text));
}

async function lowestScore(page: Page): Promise<number> {
  const both = await scores(page);
  return both.length === 2 ? Math.min(...both) : Number.NaN;
}

test.describe("On the first visit", () => {
  test.use({ firstVisit: true });
  test("a visitor trains both networks on drawn digits and sees them learn", async ({ page }) => {
    test.setTimeout(300_000); // a slow software adapter
    // What the same networks know untrained: steps at a rate of nearly nothing.
    await page.goto(`${SMALL.replace("0.003", "1e-7")}&testEvery=25&testImages=200`);
    await button(page, "Train both").click();
    await expect
      .poll(() => scores(page), { timeout: 90_000 })
      .toEqual([expect.any(Number), expect.any(Number)]);
    await expect.poll(() => lowestScore(page)).not.toBeNaN();
    await button(page, "Pause").click();
    const untrained = await scores(page);
    expect(Math.max(...untrained)).toBeLessThan(40);

    const rate = page.getByRole("textbox", { name: "Learning rate" });
    await rate.fill("0.003");
    await rate.press("Enter");
    await button(page, "Restart").click();
    await button(page, "Resume").click();
    await expect.poll(() => lowestScore(page), { timeout: 150_000, intervals: [1000] }).toBeGreaterThan(90);
    const trained = await scores(page);
    trained.forEach((score, i) => {
      expect(score).toBeGreaterThan(untrained[i] ?? 100);
    });

    // Two curves of accuracy and two of loss are drawn.
    const curves = page.locator(".plot .mean path.recharts-line-curve");
    await expect(curves).toHaveCount(4);
    for (const curve of await curves.all()) await expect(curve).toHaveAttribute("d", /L/);

    await button(page, "Pause").click();
    await expect(button(page, "Resume")).toBeVisible();
    const before = await rawSeries(page);
    await button(page, "Step").click();
    await expect.poll(async () => (await rawSeries(page)).length).toBeGreaterThan(before.length);
    await button(page, "Restart").click();
    await expect.poll(() => lowestScore(page), { timeout: 60_000 }).toBeNaN();
  });
});

test("the same link gives the same losses twice, bit for bit", async ({ page }) => {
  const losses = async () => {
    await page.goto(`${QUICK}&seed=7`);
    await page.reload();
    await button(page, "Train both").click();
    await expect(button(page, "Pause")).toBeVisible({ timeout: 90_000 });
    const first = await firstLosses(page, 10);
    await button(page, "Pause").click();
    return first;
  };
  const first = await losses();
  expect(await losses()).toEqual(first);
});

test("both networks pass 90 % on real MNIST dropped as files", async ({ page }) => {
  const folder = mnistFolder();
  test.skip(folder === null, "MINCONV_DATA names no folder with mnist/*.gz");
  test.setTimeout(600_000);
  await page.goto(SMALL.replace("digits", "mnist").concat("&testEvery=50&testImages=500"));
  const files = MNIST_FILES.map((name) => ({ name, bytes: readFileSync(`${folder}/${name}`) }));
  await dropFiles(page, files);
  await expect(page.getByText(/Ready: your files/)).toBeVisible({ timeout: 60_000 });
  await button(page, "Train both").click();
  await expect.poll(() => lowestScore(page), { timeout: 500_000, intervals: [2000] }).toBeGreaterThan(90);
});
