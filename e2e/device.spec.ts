import type { Page } from "@playwright/test";
import { firstLosses } from "./support/curves.ts";
import { runFirst, STANDARD_BINDING } from "./support/prelude.ts";
import { button, QUICK } from "./support/runs.ts";
import { expect, test } from "./support/story.ts";

/** Keeps the worker's devices where a story can reach them; `adapters` false means none is offered. */
const KEEP_DEVICES = `
  globalThis.devices = [];
  globalThis.adapters = true;
  if (typeof GPUAdapter !== "undefined") {
    const adapter = GPU.prototype.requestAdapter;
    GPU.prototype.requestAdapter = async function (...given) {
      return globalThis.adapters ? adapter.apply(this, given) : null;
    };
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...given) {
      const device = await request.apply(this, given);
      globalThis.devices.push(device);
      return device;
    };
  }`;

interface Kept {
  devices: GPUDevice[];
  adapters: boolean;
}

async function loseDevice(page: Page): Promise<void> {
  await page.workers()[0]?.evaluate(() => (globalThis as unknown as Kept).devices.at(-1)?.destroy());
}

async function offerAdapters(page: Page, offered: boolean): Promise<void> {
  await page.workers()[0]?.evaluate((value) => {
    (globalThis as unknown as Kept).adapters = value;
  }, offered);
}

const devices = async (page: Page) =>
  page.workers()[0]?.evaluate(() => (globalThis as unknown as Kept).devices.length);

test.describe("a graphics device that is lost", () => {
  test.use({ provoked: /device (was|is) lost|destroyed/i });

  test("is replaced, again and again, and the curves are those of an undisturbed run", async ({ page }) => {
    await runFirst(page, KEEP_DEVICES);
    await page.goto(QUICK);
    await button(page, "Train both").click();
    for (let loss = 1; loss <= 2; loss++) {
      await expect(button(page, "Pause")).toBeVisible({ timeout: 90_000 });
      await loseDevice(page);
      await expect.poll(() => devices(page), { timeout: 60_000 }).toBe(loss + 1);
    }
    await expect(page.getByText(/graphics device was reset and training goes on/)).toBeVisible({
      timeout: 90_000,
    });
    await expect(button(page, "Pause")).toBeVisible({ timeout: 90_000 });
    const disturbed = await firstLosses(page, 10);
    await page.reload();
    await button(page, "Train both").click();
    await expect(button(page, "Pause")).toBeVisible({ timeout: 90_000 });
    expect(await firstLosses(page, 10)).toEqual(disturbed);
  });

  test("with no other at hand, the curves stay and training goes on once there is one", async ({ page }) => {
    await runFirst(page, KEEP_DEVICES);
    await page.goto(QUICK);
    await button(page, "Train both").click();
    await expect(button(page, "Pause")).toBeVisible({ timeout: 90_000 });
    const before = await firstLosses(page, 1);
    await offerAdapters(page, false);
    await loseDevice(page);
    await expect(button(page, "Try again")).toBeVisible({ timeout: 60_000 });
    expect(await firstLosses(page, 1)).toEqual(before);
    await offerAdapters(page, true);
    await button(page, "Try again").click();
    await expect(button(page, "Pause")).toBeVisible({ timeout: 90_000 });
    const [exact, , , , , smin] = await firstLosses(page, 5);
    expect([exact, smin]).toEqual(before);
  });
});

test("a kernel that computes wrongly is named and training is refused", async ({ page }) => {
  await page.route(/\/trainWorker[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    // Of the convolution's tile, whichever it is, a part keeps its zeros.
    const broken = body.replaceAll(/tile\.sums\.a = mac_channels\([^;]*;/g, "");
    expect(broken.length).toBeLessThan(body.length);
    await route.fulfill({ response, body: broken });
  });
  await page.goto(QUICK);
  await button(page, "Train both").click();
  await expect(page.getByText(/The exact convolution on this device gives wrong numbers/)).toBeVisible({
    timeout: 90_000,
  });
  await expect(button(page, "Copy diagnostics")).toBeVisible();
  await expect(button(page, "Train both")).toBeDisabled();
});

test("a learning rate far too high stops the run, names the layer and offers a smaller one", async ({
  page,
}) => {
  await page.goto(`${QUICK}&opt=sgd&lr=1000000`);
  await button(page, "Train both").click();
  await expect(page.getByText(/stopped: (conv|fc) \d overflowed/)).toBeVisible({ timeout: 120_000 });
  await expect(button(page, /Restart at 500,?000/)).toBeVisible();
});

test("a batch beyond the device's limits is refused with the largest that fits", async ({ page }) => {
  await runFirst(page, STANDARD_BINDING);
  await page.goto("#/race?data=digits@1&net=lenet&epochs=1&batch=2048");
  await button(page, "Train both").click();
  await expect(
    page.getByText(/A batch of 2048 needs a buffer of 206 MB; this device allows 135 MB/),
  ).toBeVisible({ timeout: 90_000 });
  await expect(button(page, "Use 1337")).toBeVisible();
});
