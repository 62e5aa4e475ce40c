import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { SETUP, SHELL } from "../src/ui/strings/shell.ts";
import { NO_WEBGPU, runFirst } from "./support/prelude.ts";
import { risingRun, shipRuns } from "./support/recorded.ts";
import { expect, settled, test } from "./support/story.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const LINK = "#/race?data=digits@1&net=lenet-small";

async function expectNoBarrier(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 120))])).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`In ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test("the first view has no barrier, with every choice unfolded either", async ({ page }) => {
      await page.goto(LINK);
      await settled(page);
      await expectNoBarrier(page);
      await page.getByText(SETUP.groups.open).click();
      await expect(page.getByLabel("Optimizer", { exact: true })).toBeVisible();
      await expectNoBarrier(page);
    });

    test("a phone's view has no barrier and nothing beyond its edge", async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(LINK);
      await expect(page.getByRole("main").getByRole("button", { name: SHELL.trainBoth })).toBeVisible();
      await expectNoBarrier(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });

    test("the paper's view has no barrier, on a phone neither, and nothing beyond its edge", async ({
      page,
    }) => {
      await shipRuns(page, [
        risingRun("lenet-mnist-exact", "exact", 0.99, 3),
        risingRun("lenet-mnist-smin-170", "smin", 0.985, 3),
      ]);
      await page.goto("#/paper");
      await expect(page.locator("#figures figure")).toBeVisible();
      await expect(page.locator("#figure-3 figure")).toHaveCount(3);
      await page.getByRole("button", { name: /^98\.50/ }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoBarrier(page);
      await page.keyboard.press("Escape");
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoBarrier(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });

    test("the Lab has no barrier, on a phone neither, and nothing beyond its edge", async ({ page }) => {
      await page.goto("#/lab");
      await expect(page.locator(".four-ways tbody tr")).toHaveCount(6);
      await expect(page.locator("#figure-3 figure")).toHaveCount(3);
      await expectNoBarrier(page);
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoBarrier(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });

    test("a problem, a notice and the list of keys have no barrier", async ({ page }) => {
      await runFirst(page, NO_WEBGPU);
      await page.goto("#/race?data=digits@1&net=lenet-small&batch=0");
      await expect(page.getByRole("status").first()).toBeVisible();
      await expect(page.getByRole("alert")).toBeVisible();
      await expectNoBarrier(page);
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoBarrier(page);
    });
  });
}

test("Every control of the first view is reached with Tab, in the order of the page, with its focus shown", async ({
  page,
}) => {
  await page.goto(LINK);
  await settled(page);
  await expect(page.getByRole("button", { name: "Choose files" })).toBeVisible();
  const all = await page.evaluate(() => {
    const shown = [
      ...document.querySelectorAll<HTMLElement>("button, input, select, textarea, summary, a[href]"),
    ]
      .filter((element) => element.checkVisibility() && !element.matches(":disabled"))
      .map((element, i) => {
        element.dataset.order = String(i);
        return i;
      });
    return shown.length;
  });
  const reached: number[] = [];
  for (let i = 0; i < all; i++) {
    await page.keyboard.press("Tab");
    const { order, outlined } = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      return {
        order: Number(element.dataset.order),
        outlined: outlineStyle !== "none" || boxShadow !== "none",
      };
    });
    expect(outlined, `control ${order} shows its focus`).toBe(true);
    reached.push(order);
  }
  expect(reached).toEqual(Array.from({ length: all }, (_, i) => i));
});
