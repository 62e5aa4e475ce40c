import { readFileSync } from "node:fs";
import { LAB, SAMPLING, TABLE1_FOUR } from "../src/ui/strings/lab.ts";
import { LAYERS } from "../src/ui/strings/layers.ts";
import { SHELL, VIEW_NAMES } from "../src/ui/strings/shell.ts";
import { expect, test } from "./support/story.ts";
import { tiny } from "./support/tiny.ts";

test("Layers are read while they train: in the Race, and all of them in the Lab", async ({ page }) => {
  await page.goto(tiny({ epochs: 300 }));
  await page.getByRole("button", { name: SHELL.trainBoth }).first().click();
  const table = page.getByRole("region", { name: LAYERS.title });
  await expect(table.getByRole("row", { name: /conv 1/ })).toBeVisible({ timeout: 120_000 });
  await expect(table.getByRole("row", { name: /conv 1/ })).toContainText(/\d+\.\d %.*0\.\d{3}/);

  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 1280, height: 720 });

  await page
    .getByRole("navigation", { name: SHELL.views })
    .getByRole("link", { name: VIEW_NAMES.lab })
    .click();
  const living = page.locator(".living tbody tr");
  await expect(living).toHaveCount(2, { timeout: 60_000 });
  await expect(page.locator(".measured-head")).toContainText(/Inside the comparing network, epoch/);
  const step = async () => Number(/step (\d+)/.exec(await page.locator("#layers .head").innerText())?.[1]);
  const before = await step();
  await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(before);

  const saving = page.waitForEvent("download");
  await page.locator("#layers").getByRole("button", { name: LAYERS.download }).click();
  const [header = "", first = ""] = readFileSync(await (await saving).path(), "utf8").split("\r\n");
  expect(header).toMatch(/^run,step,epoch,layer,product,correlation,/);
  expect(first).toMatch(/^exact,\d+,[\d.]+,conv 1,smin,0\.\d+,/);
});

test("Table 1 is drawn on the device, with errors that shrink, and can be stopped", async ({ page }) => {
  await page.goto("#/lab");
  await expect(page.getByRole("heading", { name: LAB.headline })).toBeVisible();
  const cell = page.locator(".four-ways tbody tr").first().locator(".drawn-cell").first();
  await expect(cell).toHaveText("–");
  await page.getByLabel(SAMPLING.samples).selectOption("1000000");
  await page.getByRole("button", { name: SAMPLING.draw, exact: true }).click();
  await expect(page.getByText(TABLE1_FOUR.samplesNote(1_000_000))).toBeVisible({ timeout: 120_000 });
  await expect(cell).toHaveText(/^0\.90[78]\d ±0\.000[1-9]$/);

  await page.getByLabel(SAMPLING.samples).selectOption("1000000000");
  await page.getByRole("button", { name: SAMPLING.draw, exact: true }).click();
  await page.getByRole("button", { name: SAMPLING.stop, exact: true }).click();
  await expect(page.getByRole("button", { name: SAMPLING.draw, exact: true })).toBeVisible();
  await page.getByRole("button", { name: LAB.readings.variance }).click();
  await expect(cell).toHaveText("–");
});
