import type { Page } from "@playwright/test";
import { runFirst } from "./support/prelude.ts";
import { expect, test } from "./support/story.ts";

const SMALL = "#/race?data=digits@1&net=lenet-small&epochs=1";

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first();

/** Keeps the worker's devices where a story can reach them. */
const KEEP_DEVICES = `
  if (typeof GPUAdapter !== "undefined") {
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...given) {
      const device = await request.apply(this, given);
      (globalThis.devices ??= []).push(device);
      return device;
    };
  }`;

const epoch = async (page: Page) => Number(await page.locator(".clock b").textContent());

test.describe("a graphics device that is lost", () => {
  test.use({ provoked: /device (was|is) lost|destroyed/i });

  test("is replaced, three times, and training goes on", async ({ page }) => {
    await runFirst(page, KEEP_DEVICES);
    await page.goto(`${SMALL}&testEvery=1000`);
    await button(page, "Train both").click();
    for (let loss = 1; loss <= 3; loss++) {
      await expect(button(page, "Pause")).toBeVisible({ timeout: 90_000 });
      const [worker] = page.workers();
      await worker?.evaluate(() => {
        const { devices } = globalThis as unknown as { devices: GPUDevice[] };
        devices.at(-1)?.destroy();
      });
      await expect
        .poll(
          () => worker?.evaluate(() => (globalThis as unknown as { devices: GPUDevice[] }).devices.length),
          { timeout: 60_000 },
        )
        .toBe(loss + 1);
    }
    await expect(page.getByText(/graphics device was reset and training goes on/)).toBeVisible({
      timeout: 90_000,
    });
    await expect(button(page, "Pause")).toBeVisible({ timeout: 90_000 });
    const then = await epoch(page);
    await expect.poll(() => epoch(page), { timeout: 60_000 }).toBeGreaterThan(then);
  });
});

test("a kernel that computes wrongly is named and training is refused", async ({ page }) => {
  await page.route(/\/trainWorker[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    // The convolution's tile keeps its zeros.
    const broken = body.replaceAll("tile.a = mac_channels(tile.a, x0, w0);", "");
    expect(broken.length).toBeLessThan(body.length);
    await route.fulfill({ response, body: broken });
  });
  await page.goto(SMALL);
  await expect(page.getByText(/The exact convolution on this device gives wrong numbers/)).toBeVisible({
    timeout: 90_000,
  });
  await expect(button(page, "Copy diagnostics")).toBeVisible();
  await expect(button(page, "Train both")).toBeDisabled();
});

test("a learning rate far too high stops the run, names the layer and offers a smaller one", async ({
  page,
}) => {
  await page.goto(`${SMALL}&opt=sgd&lr=1000000&testEvery=1000`);
  await button(page, "Train both").click();
  await expect(page.getByText(/stopped: (conv|fc) \d overflowed/)).toBeVisible({ timeout: 120_000 });
  await expect(button(page, /Restart at 500,?000/)).toBeVisible();
});

test("a batch beyond the device's limits is refused with the largest that fits", async ({ page }) => {
  const standard = 128 * 1024 * 1024;
  await runFirst(
    page,
    `Object.defineProperty(GPUSupportedLimits.prototype, "maxStorageBufferBindingSize", { get: () => ${standard} });`,
  );
  await page.goto("#/race?data=digits@1&net=lenet&epochs=1&batch=2048");
  await button(page, "Train both").click();
  await expect(
    page.getByText(/A batch of 2048 needs a buffer of 206 MB; this device allows 135 MB/),
  ).toBeVisible({ timeout: 90_000 });
  await expect(button(page, "Use 1337")).toBeVisible();
});
