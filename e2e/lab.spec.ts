import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { FIGURE3 } from "../src/ui/strings/figure3.ts";
import { FAMILY, LAB, MAPS, PRESETS, SWITCH, TABLE1_FOUR } from "../src/ui/strings/lab.ts";
import { NO_WEBGPU, runFirst } from "./support/prelude.ts";
import { expect, test } from "./support/story.ts";
import { tiny, train } from "./support/tiny.ts";

const rho = (page: Page) => page.locator(".numbers dd").first();
const error = (page: Page) => page.locator(".numbers dd").nth(1);
const row = (page: Page, index: number) => page.locator(".four-ways tbody tr").nth(index);

test.describe("The Lab without a graphics device", () => {
  test.beforeEach(async ({ page }) => {
    await runFirst(page, NO_WEBGPU);
    await page.goto("#/lab");
    await expect(page.getByRole("heading", { level: 1, name: LAB.headline })).toBeVisible();
  });

  test("answers for other operands and operators at once, by mouse and by keyboard", async ({ page }) => {
    await expect(page).toHaveTitle(/^Lab · /);
    await expect(rho(page)).toHaveText("0.908");
    await expect(error(page)).toHaveText("0.74");

    await page.getByRole("button", { name: PRESETS.row2 }).click();
    await expect(rho(page)).toHaveText("0.692");
    await page.getByLabel(LAB.operator, { exact: true }).selectOption("add");
    await expect(rho(page)).toHaveText("0.683");
    await expect(error(page)).toHaveText("∞");
    await page.getByLabel(LAB.operator, { exact: true }).selectOption("smin");

    await page.getByRole("button", { name: PRESETS.row1 }).click();
    const mean = page.getByLabel(`${FAMILY.normal.parameters.mean}, x`);
    await mean.focus();
    await page.keyboard.press("ArrowRight");
    await expect(mean).toHaveAttribute("aria-valuetext", "0.05");
    await page.keyboard.press("End");
    await expect(rho(page)).toHaveText("0.906");

    await page.getByLabel(LAB.family).first().selectOption("laplace");
    await expect(page.getByLabel(`${FAMILY.laplace.parameters.scale}, x`)).toBeVisible();
    await page.reload();
    await expect(rho(page)).toHaveText("0.908");
  });

  test("Table 1 strikes out what print has wrong, under either reading, and can be saved", async ({
    page,
  }) => {
    await expect(page.locator(".four-ways tbody tr")).toHaveCount(6);
    await expect(page.locator(".four-ways s")).toHaveText(["0.673"]);
    await expect(row(page, 1)).toContainText("0.692");
    await page.getByRole("button", { name: LAB.readings.variance }).click();
    await expect(row(page, 1)).toContainText("0.803");
    await expect(page.locator(".four-ways s")).toHaveCount(7);
    await expect(page.getByText(TABLE1_FOUR.readingNote.variance)).toBeVisible();

    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: TABLE1_FOUR.download }).click();
    const saved = readFileSync(await (await saving).path(), "utf8");
    expect(saved.split("\r\n")).toHaveLength(1 + 18 + 1);
    expect(saved).toMatch(/"N\(0,1\)","N\(0,10\)",min,0.692,0.69154\d+,0.80250\d+/);
  });

  test("Figure 3 is read anywhere, by keyboard and by pointer", async ({ page }) => {
    const k = page.getByRole("slider", { name: FIGURE3.moveK });
    await k.focus();
    await page.keyboard.press("ArrowRight");
    await expect(page.locator("#figure-3 output").first()).toContainText("L(1.01, 0.50)");
    const v = page.getByRole("slider", { name: FIGURE3.moveV }).first();
    await v.fill("1.68");
    await expect(page.locator("#figure-3 output").nth(1)).toHaveText("k*(1.68) = 0.000");
    await expect(page.locator("#figure-3 output").nth(2)).toHaveText("L(0, 1.68) = 0.597");
  });

  test("the switch chooses one of four, and its pair can be dragged on the surfaces", async ({ page }) => {
    const picture = page.getByRole("img", { name: /four to one multiplexer/ });
    await expect(picture).toHaveAccessibleName(SWITCH.describe("−0.62", "0.35", "−0.35"));
    await page.getByRole("slider", { name: "a", exact: true }).fill("0.2");
    await expect(picture).toHaveAccessibleName(SWITCH.describe("0.20", "0.35", "0.20"));

    const surface = page.getByRole("img", { name: new RegExp(`^${MAPS.product.replace(/[|·]/g, "\\$&")}`) });
    await surface.scrollIntoViewIfNeeded();
    const box = await surface.boundingBox();
    if (box === null) throw new Error("the surface is not drawn");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.9);
    await page.mouse.up();
    await expect(picture).toHaveAccessibleName(/a is 1\.9\d, b is 0\.2\d, the output is 0\.2\d/);
  });
});

test("An expression of the visitor's own is refused or shown at once, and trained", async ({ page }) => {
  await page.goto(tiny().replace("#/race", "#/lab"));
  await page.getByLabel(LAB.operator, { exact: true }).selectOption("own");
  const field = page.getByRole("textbox", { name: LAB.expression });
  await field.fill("min(|x|, constructor)");
  await field.press("Enter");
  await expect(page.getByRole("alert")).toContainText("At character 10: “constructor”");
  await expect(rho(page)).toHaveText("0.946"); // of the square root that stood there before

  await field.fill("min(|x|, |w|) * 2");
  await field.press("Enter");
  await expect(rho(page)).toHaveText("0.908");
  await expect(page.getByText(LAB.experiment)).toBeVisible();
  await page.getByRole("button", { name: LAB.train }).click();
  await expect(page).toHaveURL(/#\/race\?.*product=own/);
  await train(page, 2);
  await expect(page.getByRole("main")).toContainText("Your expression");
});
