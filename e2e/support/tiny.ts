import type { Page } from "@playwright/test";

/** Layers that train in seconds without a graphics card: the pool leaves 7x7 pixels to convolve. */
export const TINY_LAYERS = "pool4-conv4k3-leaky0.1-fc10";

/** Twelve steps an epoch, tested at the sixth and, on all images, at the last. */
const SETTINGS = {
  data: "digits@1",
  net: "custom",
  layers: TINY_LAYERS,
  product: "smin",
  seed: 42,
  batch: 1000,
  epochs: 1,
  lr: 0.01,
  testEvery: 6,
  testImages: 100,
};

/** The link of a race that is over in seconds without a graphics card. */
export function tiny(changes: Partial<Record<keyof typeof SETTINGS, string | number>> = {}): string {
  const settings = Object.entries({ ...SETTINGS, ...changes }).map(([name, value]) => `${name}=${value}`);
  return `#/race?${settings.join("&")}`;
}

/** Starts the race of the settings and waits until as many networks have an accuracy. */
export async function train(page: Page, networks: number): Promise<void> {
  await page
    .getByRole("button", { name: networks > 2 ? "Train all three" : "Train both" })
    .first()
    .click();
  await page.waitForFunction(
    (least) => document.querySelectorAll("[data-run] > strong:not(.none)").length >= least,
    networks,
    { timeout: 120_000 },
  );
}

/** Waits until all epochs are done. */
export async function finished(page: Page): Promise<void> {
  await page.getByRole("region", { name: "Run" }).getByText("finished").waitFor({ timeout: 120_000 });
}
