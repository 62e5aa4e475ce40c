import type { Page } from "@playwright/test";
import { SETUP, SHELL, SHORTCUTS, STRIP } from "../src/ui/strings/shell.ts";
import { QUICK } from "./support/runs.ts";
import { expect, settled, test } from "./support/story.ts";

const LINK = "#/race?data=digits@1&net=lenet-small";

/** The commands the page sent its worker, but for housekeeping: that it is being used, which runs are kept. */
const RECORD = `{
  globalThis.commands = [];
  const send = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (!["interacting", "listRuns", "watchLayers"].includes(message.type)) globalThis.commands.push(message.type);
    return send.call(this, message, ...rest);
  };
}`;

async function commands(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as { commands: string[] }).commands.splice(0));
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(RECORD);
});

test.describe("Before a run", () => {
  test.beforeEach(async ({ page }) => {
    await page.goto(LINK);
    await settled(page);
    await commands(page);
  });

  test("letters and spaces in a field are text", async ({ page }) => {
    const seed = page.getByLabel("Seed", { exact: true });
    await seed.click();
    await page.keyboard.type("R . R ?");
    await expect(seed).toHaveValue(/R \. R \?/);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.keyboard.press("Escape");
    expect(await commands(page)).toEqual([]);
  });

  test("a focused control keeps Space for itself", async ({ page }) => {
    const choices = page.locator("details.choices");
    await choices.locator("summary").focus();
    await page.keyboard.press("Space");
    await expect(choices).toHaveAttribute("open");
    await page.getByRole("slider", { name: "Learning rate" }).focus();
    await page.keyboard.press("Space");
    await page.getByLabel("Optimizer", { exact: true }).focus();
    await page.keyboard.press(".");
    await page.keyboard.press("r");
    const seed = page.getByLabel("Seed", { exact: true });
    await page.getByRole("button", { name: SETUP.newSeed }).focus();
    const before = await seed.inputValue();
    await page.keyboard.press("Space");
    await expect(seed).not.toHaveValue(before);
    await expect(page.getByText(STRIP.waiting)).toBeVisible();
    expect(await commands(page)).toEqual([]);
  });

  test("with Ctrl, Meta or Alt the keys are the browser's, and composing text is not a command", async ({
    page,
  }) => {
    const prevented = await page.evaluate(() => {
      const modifiers: readonly KeyboardEventInit[] = [
        { ctrlKey: true },
        { metaKey: true },
        { altKey: true },
        { isComposing: true },
      ];
      return modifiers.flatMap((modifier) =>
        ["r", " ", ".", "?"].filter(
          (key) =>
            !document.body.dispatchEvent(
              new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...modifier }),
            ),
        ),
      );
    });
    expect(prevented).toEqual([]);
    expect(await commands(page)).toEqual([]);
  });

  test("? lists the keys, Escape closes the list, and the keys rest while it is open", async ({ page }) => {
    await page.keyboard.press("?");
    const list = page.getByRole("dialog", { name: SHORTCUTS.title });
    for (const [key] of SHORTCUTS.list) await expect(list.getByText(key, { exact: true })).toBeVisible();
    await page.keyboard.press("r");
    await page.keyboard.press(".");
    await page.keyboard.press("Escape");
    await expect(list).toHaveCount(0);
    expect(await commands(page)).toEqual([]);
  });
});

test("During a run each key does one thing, also after a click on the button that does the same", async ({
  page,
}) => {
  await page.goto(QUICK);
  await settled(page);
  await commands(page);
  const button = (name: string) => page.getByRole("button", { name, exact: true }).first();

  await page.keyboard.press("Space");
  await expect(button(SHELL.pause)).toBeVisible({ timeout: 120_000 });
  expect(await commands(page)).toEqual(["setup"]);
  await button(SHELL.pause).click();
  await expect(button(SHELL.resume)).toBeVisible();
  await page.keyboard.press("Space");
  await expect(button(SHELL.pause)).toBeVisible();
  await page.locator("body").evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("Space");
  await expect(button(SHELL.resume)).toBeVisible();
  expect(await commands(page)).toEqual(["pause", "run", "pause"]);

  await page.keyboard.press(".");
  await expect.poll(() => commands(page)).toEqual(["step"]);
  await expect(button(SHELL.resume)).toBeVisible();
  const steps = await page.evaluate(() => {
    for (let i = 0; i < 100; i++) {
      const event = new KeyboardEvent("keydown", {
        key: ".",
        bubbles: true,
        cancelable: true,
        repeat: i > 0,
      });
      document.body.dispatchEvent(event);
    }
    return (globalThis as unknown as { commands: string[] }).commands.splice(0);
  });
  expect(steps.length, "a held key steps at a bounded rate").toBeLessThan(5);

  await expect(button(SHELL.resume)).toBeVisible();
  await commands(page);
  await button(SHELL.restart).focus();
  await page.keyboard.press("Space");
  await expect.poll(() => commands(page)).toEqual(["reset"]);
});
