import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { NETWORK } from "../src/ui/strings/network.ts";
import { SETUP } from "../src/ui/strings/shell.ts";
import { runFirst, STANDARD_BINDING } from "./support/prelude.ts";
import { expect, settled, test } from "./support/story.ts";
import { tiny, train } from "./support/tiny.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Layers whose order a story can change. */
const LAYERS = "conv4k3-leaky0.1-pool4-fc10";
const LINK = tiny({ layers: LAYERS, batch: 100 });

async function openEditor(page: Page, link = LINK): Promise<Locator> {
  await page.goto(link);
  await settled(page);
  await page.getByRole("button", { name: SETUP.editLayers }).click();
  const editor = page.getByRole("dialog");
  await expect(editor.getByRole("button", { name: NETWORK.use })).toBeVisible();
  return editor;
}

const text = (editor: Locator) => editor.getByLabel(NETWORK.text);
const use = (editor: Locator) => editor.getByRole("button", { name: NETWORK.use });

async function writeLayers(editor: Locator, layers: string): Promise<void> {
  await text(editor).fill(layers);
  await text(editor).press("Enter");
}

test("a visitor edits the layers, sees what they make and cost, and trains them", async ({ page }) => {
  const editor = await openEditor(page);
  await expect(editor.getByRole("row", { name: /^convolution/ })).toContainText("28×28×4");
  await editor.getByRole("button", { name: NETWORK.addAfter("convolution") }).click();
  await page.getByRole("menuitem", { name: "batch norm" }).click();
  await editor.getByRole("textbox", { name: "Channels" }).fill("6");
  await editor.getByRole("textbox", { name: "Channels" }).press("Enter");
  await expect(editor.getByRole("row", { name: /^convolution/ })).toContainText("28×28×6");
  await editor.getByLabel(NETWORK.product).last().selectOption("tested");
  await expect(text(editor)).toHaveValue("conv6k3-bn-leaky0.1-pool4-fc10.tested");
  await expect(editor).toContainText("of the multiplications are left");
  await expect(editor).toContainText(/Memory, batch of 100\s*\d+\.\d MB each/);
  await use(editor).click();

  await expect(page.getByLabel("Network", { exact: true })).toHaveValue("custom");
  expect(page.url()).toContain("net=custom&layers=conv6k3-bn-leaky0.1-pool4-fc10.tested");
  await train(page, 2);
  await expect(page.getByRole("alert")).toHaveCount(0);

  // The link alone brings the same network.
  await page.reload();
  await page.getByRole("button", { name: SETUP.editLayers }).click();
  await expect(text(page.getByRole("dialog"))).toHaveValue("conv6k3-bn-leaky0.1-pool4-fc10.tested");
});

test("an impossible network is refused with the layer and the reason until it is mended", async ({
  page,
}) => {
  const editor = await openEditor(page);
  await editor.getByRole("button", { name: NETWORK.remove("fully connected") }).click();
  await expect(use(editor)).toBeDisabled();
  await expect(editor.getByRole("alert")).toContainText(
    "Layer 3, max-pool: The last layer must give 10 values",
  );

  await writeLayers(editor, "pool8-pool8-fc10");
  await expect(editor.getByRole("alert")).toContainText("pool 2 of 8x8 does not fit a 3x3 input.");
  await expect(use(editor)).toBeDisabled();

  await writeLayers(editor, "conv8k3-what-fc10");
  await expect(editor).toContainText("At character 9 of the layers: “what” is no layer.");
  await expect(editor.getByRole("row", { name: /^max-pool/ })).toHaveCount(2);

  await writeLayers(editor, "conv8k3-pool4-fc10");
  await expect(editor.getByRole("alert")).toHaveCount(0);
  await expect(use(editor)).toBeEnabled();
  await editor.getByRole("button", { name: NETWORK.reset }).click();
  await expect(text(editor)).toHaveValue(LAYERS);
});

test("layers are moved by keyboard, and the focus goes with them", async ({ page }) => {
  const editor = await openEditor(page);
  await editor.getByRole("button", { name: NETWORK.up("max-pool") }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(text(editor)).toHaveValue("conv4k3-pool4-leaky0.1-fc10");
  await expect(editor.getByRole("status")).toHaveText(NETWORK.moved("max-pool", 2, 4));
  await expect(editor.getByRole("button", { name: NETWORK.up("max-pool") })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(text(editor)).toHaveValue("pool4-conv4k3-leaky0.1-fc10");
  // At the top it cannot go further up: the way down is at hand.
  await expect(editor.getByRole("button", { name: NETWORK.down("max-pool") })).toBeFocused();
});

test("any named network is a start, and is recognised when nothing was changed", async ({ page }) => {
  const editor = await openEditor(page);
  await editor.getByLabel(NETWORK.start).selectOption("mini-cifar");
  await expect(editor.getByRole("row", { name: /^convolution/ })).toHaveCount(6);
  await use(editor).click();
  await expect(page.getByLabel("Network", { exact: true })).toHaveValue("mini-cifar");
});

test("a batch that does not fit this device is refused before it is tried", async ({ page }) => {
  await runFirst(page, STANDARD_BINDING);
  const editor = await openEditor(page, "#/race?data=digits@1&net=lenet&batch=4096");
  await expect(editor.getByRole("alert")).toContainText(/A batch of 4,096 does not fit; [\d,]+ does\./);
  await expect(use(editor)).toBeDisabled();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`In ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test("the editor has no barrier, on a phone either, and nothing beyond its edge", async ({ page }) => {
      const editor = await openEditor(page);
      await writeLayers(editor, "pool8-pool8-drop0.5-fc10");
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 844 });
        const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])).toEqual(
          [],
        );
        const box = await editor.evaluate((element) => [element.scrollWidth, element.clientWidth]);
        expect(box[0]).toBeLessThanOrEqual(box[1] ?? 0);
      }
    });
  });
}
