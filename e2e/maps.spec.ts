import type { Page } from "@playwright/test";
import { LOOK } from "../src/ui/strings/look.ts";
import { LOOK_MAPS } from "../src/ui/strings/lookMaps.ts";
import { CHART } from "../src/ui/strings/race.ts";
import { SHELL, VIEW_NAMES } from "../src/ui/strings/shell.ts";
import { expect, test } from "./support/story.ts";
import { finished, TINY_LAYERS, tiny, train } from "./support/tiny.ts";

/** The tiny network with more maps than a row of them. */
const MANY = tiny({ layers: TINY_LAYERS.replace("conv4", "conv12") });

const maps = (page: Page) => page.locator("#feature-maps");
const grid = (page: Page) => page.getByRole("grid");
const heads = (page: Page) => grid(page).locator("thead th:not(.corner)");
const rows = (page: Page) => grid(page).locator("tbody tr");
const reading = (page: Page) => maps(page).getByRole("status");
const layer = (page: Page, name: string) => page.getByRole("radio", { name: new RegExp(`^${name}`) });

async function openLook(page: Page): Promise<void> {
  await page.goto(MANY);
  await train(page, 2);
  await finished(page);
  await page
    .getByRole("navigation", { name: SHELL.views })
    .getByRole("link", { name: VIEW_NAMES.look })
    .click();
  await expect(grid(page)).toBeVisible({ timeout: 60_000 });
}

/** The numbers of the row of all tiles in the table of the section's own data. */
async function limitsInTable(page: Page): Promise<number[]> {
  await maps(page).getByRole("button", { name: CHART.asTable }).click();
  const cells = await page.getByRole("dialog").locator("tbody tr").first().locator("td").allInnerTexts();
  await page.keyboard.press("Escape");
  return cells.slice(1).map((text) => Number(text.replace("−", "-")));
}

/** The numbers in a text, with their signs. */
const numbers = (text: string) =>
  [...text.matchAll(/[−]?\d+(\.\d+)?/g)].map(([n]) => Number(n.replace("−", "-")));

test("Maps of both networks: layers, limits, pages, ways to compare, and a cell by mouse and keyboard", async ({
  page,
}) => {
  await openLook(page);
  await expect(layer(page, "pool 1")).toBeChecked();
  await layer(page, "pool 1").focus();
  await page.keyboard.press("ArrowRight");
  await expect(layer(page, "conv 1")).toBeChecked();
  await expect(layer(page, "conv 1")).toBeFocused();
  await expect(page.getByLabel(LOOK.layer, { exact: true })).toHaveValue("1");
  await expect(rows(page)).toHaveCount(3);
  await expect(heads(page)).toHaveCount(8);

  const [lowA = 0, highA = 0, lowB = 0, highB = 0, lowD = 0, highD = 0] = await limitsInTable(page);
  const [both = "", difference = ""] = await maps(page).locator(".limits").allInnerTexts();
  expect(numbers(both)).toEqual([Math.min(0, lowA, lowB), Math.max(lowA, highA, highB)]);
  expect(highA).not.toBe(highB);
  const most = Math.max(-lowD, highD);
  expect(most).toBeGreaterThan(0);
  expect(numbers(difference)).toEqual([-most, most]);
  expect(difference).toContain("comparing minus multiplying");

  const numberOf = async (i: number) => Number(/\d+/.exec(await heads(page).nth(i).innerText())?.[0]);
  expect(await Promise.all([0, 1, 7].map(numberOf))).toEqual([1, 2, 8]);
  await page.getByRole("button", { name: LOOK_MAPS.after }).click();
  await expect(heads(page)).toHaveCount(4);
  expect(await numberOf(0)).toBe(9);
  await expect(maps(page)).toContainText("4 of 12 maps of conv 1, after leaky ReLU");

  const tile = rows(page).nth(1).locator("td").nth(1);
  await tile.scrollIntoViewIfNeeded();
  const box = await tile.boundingBox();
  if (!box) throw new Error("the map is not drawn");
  await page.mouse.click(box.x + (box.width * 2.5) / 7, box.y + (box.height * 3.5) / 7);
  await expect(reading(page)).toHaveText(
    /^map 10, row 4, column 3: multiplying .+, comparing .+, difference/,
  );
  await expect(heads(page).nth(1)).toContainText(LOOK_MAPS.inMicroscope);
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await expect(reading(page)).toHaveText(/^map 10, row 5, column 1:/);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("PageUp");
  await expect(reading(page)).toHaveText(/^map 8, row 5, column 7:/);
  await expect(heads(page).last()).toContainText(LOOK_MAPS.inMicroscope);
  const [first = 0, second = 0, apart = 0] = numbers((await reading(page).innerText()).split(":")[1] ?? "");
  expect(apart).toBeCloseTo(second - first, 2);

  await page.getByLabel(LOOK_MAPS.order).selectOption("difference");
  const inOrder = [await numberOf(0), await numberOf(1), await numberOf(2)];
  expect(inOrder).not.toEqual([1, 2, 3]);
  await page.getByRole("button", { name: LOOK_MAPS.ways.difference }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(maps(page).locator(".limits")).toHaveText([difference]);

  await page.getByRole("button", { name: LOOK_MAPS.ways.swipe }).click();
  const divider = page.getByRole("slider", { name: LOOK_MAPS.divider });
  await expect(divider).toHaveAttribute("aria-valuetext", "50 % multiplying, 50 % comparing");
  await divider.focus();
  await page.keyboard.press("ArrowRight");
  await expect(divider).toHaveAttribute("aria-valuetext", "51 % multiplying, 49 % comparing");
  const split = rows(page).locator("td").first();
  await split.scrollIntoViewIfNeeded();
  const at = await split.boundingBox();
  if (!at) throw new Error("the map is not drawn");
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await page.mouse.down();
  await page.mouse.move(at.x + at.width / 4, at.y + at.height / 2);
  await page.mouse.up();
  await expect(divider).toHaveAttribute("aria-valuetext", /^2[3-6] % multiplying/);
});

test.describe("Who wants less motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("sees flickering only when asked, and can stop it", async ({ page }) => {
    await openLook(page);
    await page.getByRole("button", { name: LOOK_MAPS.ways.flicker }).click();
    const name = rows(page).locator("th");
    await expect(page.getByRole("button", { name: LOOK_MAPS.play })).toBeVisible();
    await expect(name).toHaveText("Multiplying");
    await page.getByRole("button", { name: LOOK_MAPS.other }).click();
    await expect(name).toHaveText("Comparing");
    await page.getByRole("button", { name: LOOK_MAPS.play }).click();
    await expect(name).toHaveText("Multiplying");
    await expect(name).toHaveText("Comparing");
    await page.getByRole("button", { name: LOOK_MAPS.stop }).click();
    await expect(page.getByRole("button", { name: LOOK_MAPS.play })).toBeVisible();
  });
});

test("Filters of both networks, w or w̃, one input or all, and the units of the answer", async ({ page }) => {
  await openLook(page);
  await page.getByRole("button", { name: LOOK_MAPS.shows.filters }).click();
  await expect(maps(page)).toContainText(LOOK_MAPS.noFilters("pool 1"));

  await layer(page, "conv 1").click();
  await expect(maps(page)).toContainText("8 of 12 filters of conv 1");
  const plain = await limitsInTable(page);
  const [limits = ""] = await maps(page).locator(".limits").allInnerTexts();
  const most = Math.max(...plain.slice(0, 4).map(Math.abs));
  expect(numbers(limits)).toEqual([-most, most]);
  await page.getByRole("button", { name: LOOK_MAPS.weightNames.rescaled, exact: true }).click();
  const rescaled = await limitsInTable(page);
  expect(rescaled.slice(0, 2)).toEqual(plain.slice(0, 2));
  expect(rescaled.slice(2, 4)).not.toEqual(plain.slice(2, 4));

  await layer(page, "fc 1").click();
  await page.getByLabel(LOOK_MAPS.inputs).selectOption({ label: "12" });
  await expect(maps(page)).toContainText("8 of 10 filters of fc 1");

  await page.getByRole("button", { name: LOOK_MAPS.shows.maps }).click();
  await expect(maps(page)).toContainText("10 of 10 units of fc 1");
  await grid(page).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(reading(page)).toHaveText(/^unit 2: multiplying/);

  await page.setViewportSize({ width: 360, height: 740 });
  await expect(grid(page)).toBeVisible();
  const { x, width } = (await maps(page).boundingBox()) ?? { x: 0, width: 0 };
  expect(x + width).toBeLessThanOrEqual(360);
  expect(await maps(page).evaluate((section) => section.scrollWidth)).toBeLessThanOrEqual(Math.ceil(width));
});
