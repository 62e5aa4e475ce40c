import type { Page } from "@playwright/test";
import { BLEND, LOOK, SWEEP } from "../src/ui/strings/look.ts";
import { CHART } from "../src/ui/strings/race.ts";
import { SHELL, VIEW_NAMES } from "../src/ui/strings/shell.ts";
import { expect, test } from "./support/story.ts";
import { finished, tiny, train } from "./support/tiny.ts";

const panel = (page: Page) => page.getByRole("complementary", { name: LOOK.panel });
const says = (page: Page) => panel(page).locator(".verdicts .says li");
/** What a network says of the picture, without its name. */
const answer = async (page: Page, which: number) =>
  /says.*/.exec((await says(page).nth(which).innerText()).replaceAll("\n", " "))?.[0];

test("one network's weights slide from multiplying to comparing, and the accuracy on the way is measured", async ({
  page,
}) => {
  await page.goto(tiny());
  await train(page, 2);
  await finished(page);
  await page
    .getByRole("navigation", { name: SHELL.views })
    .getByRole("link", { name: VIEW_NAMES.look })
    .click();
  await expect(says(page)).toHaveCount(2);
  await expect(page.getByRole("heading", { name: SWEEP.title })).toBeHidden();

  await page.getByLabel(BLEND.weights).selectOption("exact");
  const slider = panel(page).getByLabel(BLEND.alpha, { exact: true });
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(slider).toHaveAttribute("aria-valuetext", "0.00");
  await expect.poll(async () => (await answer(page, 1)) === (await answer(page, 0))).toBe(true);
  await page.keyboard.press("End");
  await expect(slider).toHaveAttribute("aria-valuetext", "1.00");

  await page.getByRole("button", { name: SWEEP.start }).click();
  await expect(page.getByRole("button", { name: SWEEP.again })).toBeVisible({ timeout: 120_000 });
  await expect(slider).toHaveAttribute("aria-valuetext", "1.00");
  await page.locator("#blend").getByRole("button", { name: CHART.asTable }).click();
  const rows = await page.getByRole("dialog").locator("tbody tr").allInnerTexts();
  expect(rows).toHaveLength(11);
  const accuracies = rows.map((row) => Number(row.split(/\s+/)[1]));
  // The weights were trained to be multiplied with.
  expect(accuracies[0]).toBeGreaterThan(0.3);
  expect(accuracies.at(-1)).toBeLessThan(accuracies[0] as number);
  await page.keyboard.press("Escape");

  await page.getByLabel(BLEND.weights).selectOption("");
  await expect(page.getByRole("heading", { name: SWEEP.title })).toBeHidden();
  await page.getByLabel(BLEND.weights).selectOption("exact");
  await page.getByRole("button", { name: BLEND.fineTune }).click();
  await expect(page).toHaveURL(/#\/race\?.*transfer=saved/);
  await expect(page.getByText(/minconv-digits-custom-exact-.*\.safetensors/)).toBeVisible();
});
