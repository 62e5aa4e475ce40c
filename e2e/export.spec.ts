import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { strFromU8, unzipSync } from "fflate";
import { EXPORT, IMPORT } from "../src/ui/strings/files.ts";
import { PROBLEMS } from "../src/ui/strings/problems.ts";
import { SETUP } from "../src/ui/strings/shell.ts";
import { dropFiles } from "./support/files.ts";
import { expect, test } from "./support/story.ts";
import { finished, tiny, train } from "./support/tiny.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What a click saves: its name and its bytes. */
async function saved(page: Page, click: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const saving = page.waitForEvent("download");
  await click();
  const file = await saving;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

async function weightsOf(page: Page, lane: string, precision: RegExp) {
  await page.getByRole("button", { name: EXPORT.weights, exact: true }).click();
  const button = page.getByRole("group", { name: lane }).getByRole("button", { name: precision });
  const file = await saved(page, () => button.click());
  await page.keyboard.press("Escape");
  return file;
}

/** Names, types and shapes in a safetensors file. */
function headerOf(bytes: Buffer): Record<string, { dtype: string; shape: number[] }> {
  const length = Number(bytes.readBigUInt64LE(0));
  return JSON.parse(bytes.toString("utf8", 8, 8 + length));
}

const SAFE = /^minconv-[\w.-]+$/;

test("every kind of file leaves the page as what it says", async ({ page }) => {
  await page.goto(tiny());
  await train(page, 2);
  await finished(page);

  const [single, half] = [
    await weightsOf(page, "comparing", /^32/),
    await weightsOf(page, "comparing", /^16/),
  ];
  for (const { name } of [single, half]) expect(name).toMatch(/^minconv-[\w.-]+\.safetensors$/);
  const header = headerOf(single.bytes);
  expect(header["conv1.weight"]).toMatchObject({ dtype: "F32", shape: [4, 1, 3, 3] });
  expect(header["fc1.weight"]).toMatchObject({ dtype: "F32", shape: [10, 196] });
  expect(header["conv1.running_mean_abs_x"]).toMatchObject({ shape: [1] });
  expect(headerOf(half.bytes)["conv1.weight"]).toMatchObject({ dtype: "F16" });
  expect(half.bytes.length).toBeLessThan(0.7 * single.bytes.length);

  const csv = await saved(page, () => page.getByRole("button", { name: EXPORT.csv, exact: true }).click());
  expect(csv.name).toMatch(/\.csv$/);
  const [head, ...rows] = csv.bytes.toString("utf8").trim().split("\r\n");
  expect(head).toBe("type,run,step,epoch,loss,accuracy,gradient_norm,images,whole_test_set");
  for (const row of rows) expect(row.split(",")).toHaveLength(9);

  await page.getByRole("button", { name: EXPORT.figure, exact: true }).click();
  const svg = await saved(page, () => page.getByRole("button", { name: EXPORT.svg, exact: true }).click());
  const png = await saved(page, () => page.getByRole("button", { name: EXPORT.png, exact: true }).click());
  for (const { name } of [svg, png]) expect(name).toMatch(SAFE);
  const words = await page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
    return [...parsed.querySelectorAll("text, parsererror")].map((element) => element.textContent);
  }, svg.bytes.toString("utf8"));
  const scores = await page.locator("[data-run] > strong").allInnerTexts();
  expect(words).toContain(`multiplying ${Number.parseFloat(scores[0] ?? "").toFixed(2)}`);
  expect(words).toContain(`comparing ${Number.parseFloat(scores[1] ?? "").toFixed(2)}`);
  expect(png.bytes.toString("latin1", 1, 4)).toBe("PNG");
  expect(png.bytes.readUInt32BE(16)).toBe(1920);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: EXPORT.weights, exact: true }).click();
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])).toEqual([]);
  const zip = await saved(page, () => page.getByRole("button", { name: EXPORT.bundle }).click());
  await page.keyboard.press("Escape");
  const files = unzipSync(zip.bytes);
  expect(Object.keys(files).sort()).toEqual([
    "device.json",
    "metrics.csv",
    "settings.json",
    "weights/exact.safetensors",
    "weights/smin.safetensors",
  ]);
  expect(strFromU8(files["metrics.csv"] ?? new Uint8Array())).toBe(csv.bytes.toString("utf8"));
  expect(Buffer.from(files["weights/smin.safetensors"] ?? []).equals(single.bytes)).toBe(true);

  // The bundle brings its settings back, whatever the form says by then.
  await page.getByRole("textbox", { name: "Seed" }).fill("7");
  await page.getByRole("textbox", { name: "Seed" }).press("Enter");
  await page.getByLabel("Network", { exact: true }).selectOption("lenet-small");
  await dropFiles(page, [{ name: "run of 42.zip", bytes: zip.bytes }]);
  await expect(page.getByText(IMPORT.settings("run of 42.zip", false))).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Seed" })).toHaveValue("42");
  expect(page.url()).toContain("net=custom&layers=pool4-conv4k3");
});

test.describe("Files that cannot be used", () => {
  test.beforeEach(async ({ page }) => {
    await page.goto(tiny());
    await train(page, 2);
    await page.getByRole("button", { name: "Pause" }).first().click();
  });

  test("are refused with what was expected and found, and what there was stays", async ({ page }) => {
    const { bytes } = await weightsOf(page, "multiplying", /^32/);
    const problem = page.getByRole("alert");
    await dropFiles(page, [{ name: "good.safetensors", bytes }]);
    await expect(page.getByText("good.safetensors")).toBeVisible();
    await expect(page.getByRole("button", { name: SETUP.transfer.saved })).toHaveAttribute(
      "aria-pressed",
      "true",
    );

    const nan = Buffer.from(bytes);
    nan.writeFloatLE(Number.NaN, nan.length - 4);
    const bad: readonly (readonly [name: string, bytes: Buffer, why: RegExp])[] = [
      ["cut.safetensors", bytes.subarray(0, bytes.length - 100), /cut\.safetensors/],
      ["nan.safetensors", nan, /holds a value that is not a number/],
      ["page.safetensors", Buffer.from("<!doctype html><title>Not found</title>"), /a web page/],
      ["empty.safetensors", Buffer.alloc(0), /an empty file/],
      ["run.zip", Buffer.from("<!doctype html>"), /cannot be unpacked/],
    ];
    for (const [name, content, why] of bad) {
      await dropFiles(page, [{ name, bytes: content }]);
      await expect(problem).toContainText(why);
      await expect(problem).toContainText(name);
      await expect(page.getByText("good.safetensors")).toBeVisible();
      await problem.getByRole("button", { name: PROBLEMS.dismiss }).click();
      await expect(problem).toHaveCount(0);
    }
    await expect(page.locator("[data-run] > strong:not(.none)")).toHaveCount(2);
  });

  test("weights of another network name the tensor that does not fit", async ({ page }) => {
    const { bytes } = await weightsOf(page, "multiplying", /^16/);
    await page.getByLabel("Network", { exact: true }).selectOption("lenet-small");
    await page.getByRole("button", { name: SETUP.transfer.saved }).click();
    const choose = () =>
      page.getByTestId("weights").setInputFiles({ name: "w.safetensors", mimeType: "", buffer: bytes });
    await choose();
    const row = page.getByRole("alert").getByRole("row", { name: "conv1.weight" });
    await expect(row).toContainText("8 x 1 x 5 x 5");
    await expect(row).toContainText("4 x 1 x 3 x 3");

    // The same file, chosen again, is read again: now it fits.
    await page.getByLabel("Network", { exact: true }).selectOption("custom");
    await choose();
    await expect(page.getByRole("alert")).toHaveCount(0);
    await expect(page.getByText("w.safetensors")).toBeVisible();
  });
});
