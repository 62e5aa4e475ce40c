import type { Locator, Page } from "@playwright/test";
import { NUMBERS } from "../src/ui/strings/shell.ts";
import { expect, test } from "./support/story.ts";

const LINK = "#/race?data=digits@1&net=lenet-small";

/** What is typed into the learning rate, and what it means wherever the browser was set up. */
const MEANINGS: readonly (readonly [typed: string, value: number])[] = [
  ["0.0025", 0.0025],
  ["1e-4", 0.0001],
  [".05", 0.05],
  ["0,002", 0.002],
  [" 0.01 ", 0.01],
];

/** What has no meaning there, and what is said of it. */
const REFUSED: readonly (readonly [typed: string, why: string])[] = [
  ["1.000,5", NUMBERS.twoSeparators],
  ["1,500", NUMBERS.ambiguousComma("1,500")],
  ["-", NUMBERS.notANumber],
  ["", NUMBERS.empty],
  ["0", "Learning rate goes from"],
  ["1e999", "Learning rate goes from"],
  ["NaN", NUMBERS.notANumber],
  ["0x10", NUMBERS.notANumber],
];

async function openRate(page: Page): Promise<Locator> {
  await page.goto(LINK);
  return page.getByRole("textbox", { name: "Learning rate", exact: true });
}

/** Key by key, as a visitor types. */
async function typeAnew(field: Locator, text: string): Promise<void> {
  await field.press("ControlOrMeta+a");
  await field.press("Backspace");
  await field.pressSequentially(text);
}

for (const locale of ["en-GB", "de-DE"]) {
  test.describe(`A number field in a browser set to ${locale}`, () => {
    test.use({ locale });

    test("keeps what is typed until it is left, and gives it one meaning", async ({ page }) => {
      const field = await openRate(page);
      for (const [typed, value] of MEANINGS) {
        const before = new URL(page.url()).hash;
        await typeAnew(field, typed);
        await expect(field).toHaveValue(typed);
        if (typed !== String(value))
          await expect(page.getByText(NUMBERS.means(value), { exact: true })).toBeVisible();
        expect(new URL(page.url()).hash, "half-typed text changes nothing").toBe(before);
        await field.blur();
        await expect(field).toHaveValue(String(value));
        expect(page.url()).toContain(`lr=${value}`);
      }
    });

    test("refuses by name what has no meaning, and keeps the value before", async ({ page }) => {
      const field = await openRate(page);
      const before = page.url();
      for (const [typed, why] of REFUSED) {
        await typeAnew(field, typed);
        await field.blur();
        await expect(field).toHaveValue(typed);
        await expect(page.locator("#knob-lr-note")).toContainText(why);
        await expect(page.locator("#knob-lr-note")).toContainText(NUMBERS.kept(0.001));
      }
      expect(page.url()).toBe(before);
    });
  });
}

test("Escape gives the value back, and the mouse wheel changes nothing", async ({ page }) => {
  const field = await openRate(page);
  await typeAnew(field, "0.5");
  await field.press("Escape");
  await expect(field).toHaveValue("0.001");
  await field.hover();
  await page.mouse.wheel(0, 300);
  await expect(field).toHaveValue("0.001");
});

test("Every number field names its range", async ({ page }) => {
  await openRate(page);
  await page.locator("details.choices summary").click();
  const fields = page.locator(".setup input[type=text]");
  for (const field of await fields.all()) {
    await typeAnew(field, "-5");
    await field.press("Enter");
    const note = page.locator(`#${await field.getAttribute("id")}-note`);
    await expect(note).toContainText(/ goes from \S+ to \S+\. \S+ stays in use\./);
  }
});
