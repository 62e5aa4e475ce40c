import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { CALIBRATION, CONFUSION, DIFFER, MARGINS } from "../src/ui/strings/lookTest.ts";
import { CHART } from "../src/ui/strings/race.ts";
import { SHELL, VIEW_NAMES } from "../src/ui/strings/shell.ts";
import { expect, test } from "./support/story.ts";
import { finished, tiny, train } from "./support/tiny.ts";

/** Test images of the drawn digits. */
const IMAGES = 2000;

const groups = (page: Page) => page.locator(".groups button");
const grid = (page: Page) => page.getByRole("grid", { name: CONFUSION.title });
const thumbnails = (page: Page) => page.locator(".thumbnails li");

const numberOf = (text: string | null) => Number(text?.replace(/[^\d]/g, ""));

async function countsOf(page: Page): Promise<number[]> {
  return (await page.locator(".groups b").allInnerTexts()).map(numberOf);
}

async function look(page: Page): Promise<void> {
  await page.getByRole("link", { name: VIEW_NAMES.look }).click();
  await page.getByRole("button", { name: DIFFER.start(IMAGES) }).click();
}

test("both networks are tested on every image, and each disagreement can be looked at", async ({ page }) => {
  await page.goto(tiny());
  await train(page, 2);
  await finished(page);
  const accuracies = (await page.locator("[data-run] > strong").allInnerTexts()).map(Number.parseFloat);
  await look(page);
  await expect(groups(page)).toHaveCount(4, { timeout: 120_000 });

  const [both = 0, first = 0, second = 0, neither = 0] = await countsOf(page);
  expect(both + first + second + neither).toBe(IMAGES);
  expect(first + second).toBeGreaterThan(0);
  expect(accuracies).toEqual([both + first, both + second].map((right) => (100 * right) / IMAGES));
  await expect(page.locator(".top .numbers dd")).toHaveText(
    `${DIFFER.number(first + second)}${DIFFER.ofImages(IMAGES)}`,
  );

  // A cell shows as many images as it says, each with what it says.
  await page
    .getByRole("group", { name: CONFUSION.which })
    .getByRole("button", { name: "exact", exact: true })
    .click();
  const cells = (await grid(page).getByRole("button").allInnerTexts()).map((text) => numberOf(text));
  expect(cells).toHaveLength(100);
  expect(cells.reduce((sum, count) => sum + count, 0)).toBe(IMAGES);
  const wrong = cells.findIndex((count, cell) => cell % 11 !== 0 && count > 0 && count <= 18);
  await grid(page).getByRole("button").nth(wrong).click();
  await expect(thumbnails(page)).toHaveCount(cells[wrong] as number);
  const title = CONFUSION.selected("exact", String(Math.floor(wrong / 10)), String(wrong % 10));
  await expect(page.getByText(DIFFER.shown(title, cells[wrong] as number))).toBeVisible();
  await expect(thumbnails(page).first().locator("canvas")).toBeVisible();

  // By keyboard: one cell on.
  await page.keyboard.press(wrong % 10 === 9 ? "ArrowLeft" : "ArrowRight");
  await expect(
    grid(page)
      .getByRole("button")
      .nth(wrong % 10 === 9 ? wrong - 1 : wrong + 1),
  ).toBeFocused();

  // An image becomes the picture that both are shown.
  await groups(page).nth(3).click();
  await expect(thumbnails(page)).toHaveCount(Math.min(18, neither));
  await page.getByRole("button", { name: /^\d+ more$/ }).click();
  await expect(thumbnails(page)).toHaveCount(Math.min(36, neither));
  const one = thumbnails(page).nth(2).getByRole("button");
  await one.click();
  await expect(one).toHaveAttribute("aria-pressed", "true");
  const index = numberOf(
    /^Test image ([\d,]+)/.exec((await one.getAttribute("aria-label")) ?? "")?.[0] ?? "",
  );
  await expect(page.locator(".picture-seen canvas")).toHaveAccessibleName(
    new RegExp(`^Test image ${DIFFER.number(index)}: `),
  );

  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: DIFFER.download }).click();
  const csv = readFileSync(await (await saving).path(), "utf8");
  const [head, ...rows] = csv.trim().split("\r\n");
  expect(head).toBe(
    "index,label,exact_answer,exact_probability,exact_probability_of_label,smin_answer,smin_probability,smin_probability_of_label",
  );
  expect(rows).toHaveLength(IMAGES);
  const right = rows.map((row) => row.split(",")).filter(([, label, answer]) => label === answer);
  expect(right).toHaveLength(both + first);

  for (const title of [CONFUSION.title, MARGINS.title, CALIBRATION.title]) {
    await page.getByRole("region", { name: title, exact: true }).getByText(CHART.asTable).click();
    await expect(page.getByRole("dialog", { name: title })).toBeVisible();
    await page.getByRole("button", { name: SHELL.close }).click();
  }
});

test("a test is stopped with what there is, and says when the networks have trained on", async ({ page }) => {
  await page.goto(tiny({ epochs: 4 }));
  await train(page, 2);
  await page.getByRole("button", { name: SHELL.pause, exact: true }).click();
  await look(page);
  await page.getByRole("button", { name: DIFFER.stop, exact: true }).click();
  await expect(page.getByText(/^(Tested at epoch [\d.]+\. )?Stopped/)).toBeVisible();
  const done = (await groups(page).count()) === 0 ? 0 : (await countsOf(page)).reduce((sum, n) => sum + n, 0);
  expect(done).toBeLessThan(IMAGES);

  await page.getByRole("button", { name: DIFFER.again }).click();
  await expect
    .poll(async () => (await countsOf(page)).reduce((sum, n) => sum + n, 0), { timeout: 120_000 })
    .toBe(IMAGES);
  await expect(page.getByText(/^Out of date/)).toHaveCount(0);
  await page.getByRole("button", { name: SHELL.resume, exact: true }).click();
  await expect(page.getByText(/^Out of date/)).toBeVisible({ timeout: 120_000 });
  await expect(groups(page)).toHaveCount(4);
});
