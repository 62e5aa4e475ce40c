import type { Page } from "@playwright/test";
import { LOOK } from "../src/ui/strings/look.ts";
import { DIFFER } from "../src/ui/strings/lookTest.ts";
import { SHELL, VIEW_NAMES } from "../src/ui/strings/shell.ts";
import { expect, test } from "./support/story.ts";
import { finished, tiny, train } from "./support/tiny.ts";

const openLook = (page: Page) =>
  page.getByRole("navigation", { name: SHELL.views }).getByRole("link", { name: VIEW_NAMES.look }).click();
const networks = (page: Page) => page.getByLabel(LOOK.networks, { exact: true });
const slider = (page: Page) => page.getByLabel(LOOK.checkpoint);
const panel = (page: Page) => page.getByRole("complementary", { name: LOOK.panel });

/** Test images by which network is right. */
const groups = (page: Page) => page.locator(".groups b");

/** What both networks say of the picture, in words and percents. */
const verdicts = (page: Page) => panel(page).locator(".verdicts .says").innerText();

test("what both networks saw at an earlier epoch comes back, also of a run of an earlier visit", async ({
  page,
}) => {
  await page.goto(tiny({ epochs: 2 }));
  await train(page, 2);
  await finished(page);
  await openLook(page);
  await expect(networks(page)).toHaveValue("race");
  await expect(panel(page).locator(".verdicts .says li")).toHaveCount(2);
  await expect(panel(page)).toContainText(LOOK.at(2));
  const last = await verdicts(page);
  await page.getByRole("button", { name: DIFFER.start(2000) }).click();
  await expect(groups(page)).toHaveCount(4, { timeout: 120_000 });
  const lastGroups = await groups(page).allInnerTexts();

  await slider(page).focus();
  await page.keyboard.press("Home");
  await expect(slider(page)).toHaveAttribute("aria-valuetext", LOOK.at(0));
  await page.keyboard.press("ArrowRight");
  await expect(slider(page)).toHaveAttribute("aria-valuetext", LOOK.at(1));
  await expect.poll(() => verdicts(page)).not.toBe(last);
  const first = await verdicts(page);
  await expect(page.getByText(/^Out of date/)).toBeVisible();
  await page.getByRole("button", { name: DIFFER.again }).click();
  await expect(page.getByText(/^Out of date/)).toBeHidden();
  await expect(page.getByText(DIFFER.at(1))).toBeVisible({ timeout: 120_000 });
  await expect.poll(() => groups(page).allInnerTexts()).not.toEqual(lastGroups);
  await slider(page).focus();
  await page.keyboard.press("End");
  await expect(slider(page)).toHaveAttribute("aria-valuetext", LOOK.now);
  await expect.poll(() => verdicts(page)).toBe(last);
  // What was tested before needs no second test.
  await expect.poll(() => groups(page).allInnerTexts()).toEqual(lastGroups);
  await expect(page.getByText(/^Out of date/)).toBeHidden();

  await page.reload();
  await expect(networks(page).locator("option", { hasText: "Past run" })).toHaveCount(1);
  const past = await networks(page).locator("option", { hasText: "Past run" }).getAttribute("value");
  await networks(page).selectOption(past);
  await expect(slider(page)).toHaveAttribute("aria-valuetext", LOOK.at(2));
  await slider(page).focus();
  await page.keyboard.press("Home");
  await expect(slider(page)).toHaveAttribute("aria-valuetext", LOOK.at(0));
  await page.keyboard.press("ArrowRight");
  await expect(slider(page)).toHaveAttribute("aria-valuetext", LOOK.at(1));
  // Kept weights are halves: what they say is the same to a percent.
  await expect.poll(() => verdicts(page)).toBe(first);
});
