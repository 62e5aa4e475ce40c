import type { Locator, Page } from "@playwright/test";
import { MICROSCOPE } from "../src/ui/strings/lookMicroscope.ts";
import { CHART } from "../src/ui/strings/race.ts";
import { SHELL, VIEW_NAMES } from "../src/ui/strings/shell.ts";
import { expect, test } from "./support/story.ts";
import { finished, tiny, train } from "./support/tiny.ts";

const section = (page: Page) => page.getByRole("region", { name: /^One output/ });
const sum = (page: Page, run: string) => section(page).locator(`[data-run="${run}"] .sum .value`);
const value = (text: string) => Number(text.replace("−", "-").replace("+", ""));
const pixel = (page: Page) => section(page).getByRole("slider", { name: MICROSCOPE.position });

/** Trains the tiny pair, and opens the layer of that name under the glass. */
async function openLayer(page: Page, name: string): Promise<void> {
  await page.goto(tiny());
  await train(page, 2);
  await finished(page);
  await page
    .getByRole("navigation", { name: SHELL.views })
    .getByRole("link", { name: VIEW_NAMES.look })
    .click();
  await page.getByLabel("Layer", { exact: true }).selectOption({ label: name });
}

/** The terms of both networks as the table has them, and the sums at its foot. */
async function table(page: Page): Promise<{ exact: number[]; smin: number[]; sums: number[] }> {
  await section(page).getByRole("button", { name: CHART.asTable }).click();
  const dialog = page.getByRole("dialog", { name: MICROSCOPE.tableTitle });
  const lines = await dialog.locator("tbody tr").all();
  const cells = await Promise.all(lines.map((line) => line.locator("td").allInnerTexts()));
  const sums = await numbers(dialog.locator("tfoot tr").last().locator("td.n"));
  await page.keyboard.press("Escape");
  // Input, row, column; then x, w, term of one and x, w~, term, keeps of the other.
  return {
    exact: cells.map((line) => value(line[5] ?? "")),
    smin: cells.map((line) => value(line[8] ?? "")),
    sums,
  };
}

const numbers = async (cells: Locator) => (await cells.allInnerTexts()).map(value);
const total = (terms: readonly number[]) => terms.reduce((sum, term) => sum + term, 0);

test("One output pixel is taken apart: bars, sums and table agree, also with what the device says", async ({
  page,
}) => {
  await openLayer(page, "pool 1");
  await expect(section(page)).toContainText(MICROSCOPE.noTerms("pool 1", "conv 1 or fc 1"));
  await page.getByLabel("Layer", { exact: true }).selectOption({ label: "conv 1" });

  // It is held within the layer's 7x7 pixels: in its last corner four of nine taps lie inside.
  await pixel(page).focus();
  for (let i = 0; i < 7; i++) await page.keyboard.press("ArrowDown");
  for (let i = 0; i < 7; i++) await page.keyboard.press("ArrowRight");
  await expect(section(page)).toContainText(MICROSCOPE.place(0, 6, 6));
  await expect(section(page)).toContainText(MICROSCOPE.title(false, 4, 4));
  await expect(section(page)).toContainText(MICROSCOPE.outside(5));
  await pixel(page).focus();
  for (const key of ["ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowLeft", "PageDown"])
    await page.keyboard.press(key);
  await expect(pixel(page)).toHaveAttribute("aria-valuetext", MICROSCOPE.place(1, 4, 3));
  await expect(section(page)).toContainText(MICROSCOPE.title(false, 9, 9));

  const { exact, smin, sums } = await table(page);
  expect(exact).toHaveLength(9);
  const shown = [value(await sum(page, "exact").innerText()), value(await sum(page, "smin").innerText())];
  expect(sums).toEqual(shown);
  for (const [i, terms] of [exact, smin].entries())
    expect(Math.abs(total(terms) - (shown[i] as number))).toBeLessThan(0.005 * 10);
  await expect(section(page).locator('[data-run="smin"] .term-row i')).toHaveCount(9);
  await expect(section(page).getByText(/the device says/)).toHaveCount(2);
  await expect(section(page).getByRole("alert")).toHaveCount(0);
  await expect(section(page)).toContainText(/Of all 9 terms \d keep x, \d keep w̃/);
});

test("Same weights leave the product alone to differ, by size the largest term comes first, and a term tells its numbers", async ({
  page,
}) => {
  await openLayer(page, "conv 1");
  await pixel(page).press("ArrowUp");
  const before = { exact: await sum(page, "exact").innerText(), smin: await sum(page, "smin").innerText() };
  await section(page).getByRole("button", { name: MICROSCOPE.weights.same }).click();
  await expect(section(page)).toContainText(MICROSCOPE.same);
  await expect(section(page).getByText(/the device says/)).toHaveCount(1);
  await expect(sum(page, "smin")).not.toHaveText(before.smin);
  expect(value(await sum(page, "exact").innerText())).toBeCloseTo(value(before.exact), 2);

  await section(page).getByRole("button", { name: MICROSCOPE.order.size }).click();
  const { exact } = await table(page);
  expect(exact).toEqual([...exact].sort((a, b) => b - a));

  const terms = section(page).getByRole("slider", { name: MICROSCOPE.pick });
  await terms.press("Home");
  await expect(terms).toHaveAttribute(
    "aria-valuetext",
    /multiplying: .* · .* = .*comparing: .*smin\(.*, .*\) = /,
  );
  const first = await section(page).locator(".worked").first().innerText();
  await terms.press("ArrowRight");
  await expect(section(page).locator(".worked").first()).not.toHaveText(first);

  await page.getByLabel("Layer", { exact: true }).selectOption({ label: "fc 1" });
  await expect(section(page)).toContainText(MICROSCOPE.plain);
  await expect(section(page)).toContainText(MICROSCOPE.title(true, 48, 196));
  await section(page).getByRole("button", { name: MICROSCOPE.next.unit }).click();
  await expect(section(page)).toContainText(MICROSCOPE.ofUnits(1, 10));
  await expect(section(page).getByText(/the device says/)).toHaveCount(2);

  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
