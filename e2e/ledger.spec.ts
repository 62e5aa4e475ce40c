import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { ENERGY, LEDGER, TIME } from "../src/ui/strings/ledger.ts";
import { CHART } from "../src/ui/strings/race.ts";
import { VIEW_NAMES } from "../src/ui/strings/shell.ts";
import { expect, test } from "./support/story.ts";
import { finished, tiny, train } from "./support/tiny.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const ledger = (page: Page) => page.getByRole("region", { name: LEDGER.title });
const energies = (page: Page) => page.getByRole("region", { name: ENERGY.picojoules });

/** The numbers of a row; a cell without one is 0, and what stands behind a number is left out. */
async function numbers(row: Locator): Promise<number[]> {
  const cells = await row.locator("td.n").allTextContents();
  return cells.map((text) => Number((/^[\d,.]+/.exec(text)?.[0] ?? "0").replaceAll(",", "")));
}

/** Column by column, the sums of the rows of a table. */
async function sums(table: Locator): Promise<number[]> {
  const rows = await Promise.all((await table.locator("tbody tr").all()).map(numbers));
  return (rows[0] ?? []).map((_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0));
}

const total = (table: Locator) => numbers(table.locator("tfoot tr"));

test("What the hardware is spared is counted, and priced by figures that can be changed", async ({
  page,
}) => {
  await page.goto(tiny());
  await train(page, 2);
  await finished(page);
  await page.getByRole("link", { name: VIEW_NAMES.look }).click();
  const counts = ledger(page).locator("table.counts");

  await test.step("totals are the sums of the layers", async () => {
    await expect(counts.locator("tbody th")).toHaveText(["pool 1", "conv 1", "leaky ReLU", "fc 1"]);
    // 9 taps and 4 filters on 7x7 pixels; 7x7x4 values to 10 classes; one scale an output.
    expect(await total(counts)).toEqual([3724, 3724, 931, 2156, 196, 3724, 2695, 1764]);
    expect(await sums(counts)).toEqual(await total(counts));
    await expect(counts.locator("tbody tr").nth(1)).toContainText(LEDGER.into("fc 1"));
    await expect(counts.locator("tfoot")).toContainText("57.9 %; in the convolutions alone 11.1 %");
  });

  await test.step("every forward pass of the race is counted, too", async () => {
    await page.getByRole("button", { name: LEDGER.spans.race }).click();
    // An epoch of twelve batches of a thousand, tested on a hundred images and on all 2,000.
    await expect(ledger(page)).toContainText("Comparing: 12,000 images in training, 2,100 in tests.");
    await expect(counts.locator("tfoot th")).toHaveText(LEDGER.total.race);
    await page.getByRole("button", { name: LEDGER.spans.image }).click();
  });

  await test.step("energies follow the width and the costs, by keyboard alone", async () => {
    const energy = energies(page);
    expect(await total(energy)).toEqual([17948.7, 12323.5]);
    expect((await sums(energy)).map((sum) => Number(sum.toFixed(2)))).toEqual(await total(energy));

    const width = page.getByLabel(ENERGY.width);
    await width.focus();
    await page.keyboard.press("8");
    await expect(width).toHaveValue("int8");
    // 0.2 pJ a multiplication, of 3,724 and 196 slopes; 0.03 an addition and a comparison.
    await expect.poll(() => total(energy)).toEqual([923.65, 662.97]);

    await page.keyboard.press("Tab"); // the box of the costs
    await page.keyboard.press("Tab");
    const cost = page.getByLabel(ENERGY.energyOf(ENERGY.operations.multiplications));
    await expect(cost).toBeFocused();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("1.2");
    await page.keyboard.press("Enter");
    await expect.poll(() => total(energy)).toEqual([4843.65, 3014.97]);

    const xnor = page.getByLabel(ENERGY.energyOf(ENERGY.operations.xnors));
    await xnor.fill("0.01");
    await xnor.press("Enter");
    await expect.poll(() => total(energy)).toEqual([4843.65, 3032.61]);

    await xnor.fill("-1");
    await xnor.press("Enter");
    await expect(page.getByRole("alert")).toContainText(ENERGY.energyOf(ENERGY.operations.xnors));
    await xnor.press("Escape");

    const back = page.getByRole("button", { name: ENERGY.back });
    await back.focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => total(energy)).toEqual([923.65, 662.97]);
    await expect(cost).toHaveValue("0.2");
    await expect(back).toBeDisabled();
  });

  await test.step("what this device takes is the race's own measurement", async () => {
    const here = page.getByRole("region", { name: TIME.title });
    await expect(here.locator("li")).toHaveText([/multiplying [\d.]+ ms/, /comparing [\d.]+ ms/]);
    await expect(here).toContainText(TIME.why);
  });

  await test.step("it has no barrier in either colours, on a phone neither, and nothing beyond its edge", async () => {
    for (const width of [1440, 360])
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).include("#ledger").withTags(RULES).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])).toEqual(
          [],
        );
        const [inner, outer] = await ledger(page).evaluate((part) => [part.scrollWidth, part.clientWidth]);
        expect(inner).toBeLessThanOrEqual(outer ?? 0);
      }
  });

  await test.step("the table can be saved", async () => {
    const saving = page.waitForEvent("download");
    await ledger(page).getByRole("button", { name: CHART.download }).click();
    const lines = readFileSync(await (await saving).path(), "utf8")
      .trim()
      .split("\r\n");
    expect(lines).toHaveLength(1 + 2 * 4);
    const smin = lines.find((line) => line.startsWith("conv 1,layer,smin,")) ?? "";
    expect(smin).toContain(",196,196,fc 1,1764,1764,1764,0,");
    expect(Number(smin.split(",").at(-1))).toBeCloseTo(196 * 0.2 + 2 * 1764 * 0.03);
  });
});
