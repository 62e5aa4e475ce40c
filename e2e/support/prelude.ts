import type { Page } from "@playwright/test";

/** A browser without WebGPU. */
export const NO_WEBGPU = "delete Object.getPrototypeOf(navigator).gpu;";
/** WebGPU without a graphics device: the driver is on the browser's block list. */
export const NULL_ADAPTER = "GPU.prototype.requestAdapter = () => Promise.resolve(null);";
/** Some browsers throw instead. */
export const THROWING_ADAPTER =
  'GPU.prototype.requestAdapter = () => Promise.reject(new Error("no adapter"));';
/** A driver that never answers. */
export const SILENT_ADAPTER = "GPU.prototype.requestAdapter = () => new Promise(() => {});";

/** A device that binds no more than every device must. */
export const STANDARD_BINDING = `Object.defineProperty(GPUSupportedLimits.prototype, "maxStorageBufferBindingSize", { get: () => ${128 * 1024 * 1024} });`;

/**
 * Makes another browser of this one: runs JavaScript before anything of the page, and before anything
 * of its training worker. Call it before `page.goto`.
 */
export async function runFirst(page: Page, source: string): Promise<void> {
  await page.addInitScript(source);
  await page.route(/\/trainWorker[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${source}\n${await response.text()}` });
  });
}
