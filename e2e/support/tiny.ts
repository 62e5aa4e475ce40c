import type { Page } from "@playwright/test";

/** Layers that train in seconds without a graphics card: the pool leaves 7x7 pixels to convolve. */
export const TINY_LAYERS = "pool4-conv4k3-leaky0.1-fc10";

/** Twelve steps an epoch, tested every six. */
export const TINY = `#/race?data=digits@1&net=custom&layers=${TINY_LAYERS}&product=smin&seed=42&batch=1000&epochs=2&lr=0.01&testEvery=6&testImages=100`;

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
