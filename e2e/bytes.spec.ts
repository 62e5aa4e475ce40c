import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { BYTES } from "../src/ui/strings/bytes.ts";
import { SHELL, VIEW_NAMES } from "../src/ui/strings/shell.ts";
import { expect, test } from "./support/story.ts";
import { finished, tiny, train } from "./support/tiny.ts";

/** Test images of the drawn digits. */
const IMAGES = 2000;

const section = (page: Page) => page.locator("#bytes");
const numberOf = (text: string) => Number(text.replace(/[^\d]/g, ""));

async function openLook(page: Page): Promise<void> {
  await finished(page);
  await page
    .getByRole("navigation", { name: SHELL.views })
    .getByRole("link", { name: VIEW_NAMES.look })
    .click();
}

test("both networks are tested in 8 bits: stopped, measured, and counted", async ({ page }) => {
  await page.goto(tiny({ layers: "conv2k3-leaky0.1-pool7-fc10" }));
  await train(page, 2);
  await finished(page);
  const accuracies = (await page.locator("[data-run] > strong").allInnerTexts()).map(Number.parseFloat);
  await openLook(page);
  const bytes = section(page);
  const start = bytes.getByRole("button", { name: BYTES.start(IMAGES) });
  await start.focus();
  await page.keyboard.press("Enter");
  await bytes.getByRole("button", { name: BYTES.stop }).click();
  await expect(bytes.getByText(BYTES.stopped)).toBeVisible();

  await bytes.getByRole("button", { name: BYTES.again }).click();
  const rows = bytes.locator("tbody tr");
  await expect(rows).toHaveCount(2, { timeout: 120_000 });
  // 9 taps and 2 filters on 28x28 pixels compare or multiply; 4x4x2 values to 10 classes multiply.
  const [convolution, connected] = [28 * 28 * 2 * 9, 4 * 4 * 2 * 10];
  for (const [i, accuracy] of accuracies.entries()) {
    const [floats = "", whole = "", changed = "", ...counts] = await rows
      .nth(i)
      .locator("td")
      .allInnerTexts();
    expect(Number.parseFloat(floats)).toBe(accuracy);
    // No more can be won or lost than answers changed.
    const change = Math.abs(Number.parseFloat(whole) - accuracy) / 100;
    expect(change).toBeLessThanOrEqual(numberOf(changed) / IMAGES + 1e-6);
    expect(numberOf(changed)).toBeLessThan(0.05 * IMAGES);
    const [multiplied, compared] = i === 0 ? [convolution + connected, 0] : [connected, convolution];
    expect(counts.map(numberOf)).toEqual([multiplied, compared, 28 * 28 * 2 + 10]);
  }

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include("#bytes").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
});

test("networks without a form in 8 bits are refused with the reason", async ({ page }) => {
  await page.goto(tiny());
  await train(page, 2);
  await openLook(page);
  await section(page)
    .getByRole("button", { name: BYTES.start(IMAGES) })
    .click();
  await expect(section(page).getByRole("alert")).toContainText(
    "pool 1 is the first layer: in 8 bits that must be one with weights.",
  );
});
