import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { create, globals } from "webgpu";
import { type Gpu, GpuError, openGpu } from "../gpu/device.ts";

/** SwiftShader as Debian's Chromium ships it: the last resort of a machine without a graphics driver. */
const SOFTWARE_DRIVER = "/usr/lib/chromium/vk_swiftshader_icd.json";

// Kept for the life of the process: Dawn crashes when its instance is collected while in use.
let instance: GPU | undefined;

/**
 * Opens a device through Dawn, WebGPU for Node.
 * @param adapter part of the device's name; left out: the system's first choice.
 * @throws GpuError when the machine has no adapter, or none of that name: then it lists those there are.
 */
export async function openDawn(adapter?: string): Promise<Gpu> {
  process.env.XDG_RUNTIME_DIR ??= "/tmp";
  Object.assign(globalThis, globals);
  const options = adapter ? [`adapter=${adapter}`] : [];
  instance = create(options);
  if (!process.env.VK_ICD_FILENAMES && existsSync(SOFTWARE_DRIVER) && !(await present(instance))) {
    process.env.VK_ICD_FILENAMES = SOFTWARE_DRIVER;
    instance = create(options);
  }
  try {
    return await openGpu(instance, 30_000);
  } catch (error) {
    throw error instanceof GpuError && error.kind === "no-adapter"
      ? noAdapter(adapter, error.details)
      : error;
  }
}

const present = (gpu: GPU) => gpu.requestAdapter().catch(() => null);

function noAdapter(adapter: string | undefined, details: string): GpuError {
  const names = [...details.matchAll(/name: '([^']+)'/g)].map(([, name]) => name);
  if (names.length === 0)
    return new GpuError(
      "no-adapter",
      "This machine offers no graphics device to Vulkan, Metal or Direct3D.",
      "Install its driver, or Mesa's software driver (Debian: mesa-vulkan-drivers); VK_ICD_FILENAMES may name one.",
      details,
    );
  return new GpuError(
    "no-adapter",
    `No graphics device is named "${adapter}".`,
    `There are: ${names.join("; ")}.`,
  );
}

/** The longest sleep: an expectation may be far off after the machine itself slept. */
const LONGEST = 2000;

/** A wait that ends within this many milliseconds of the sleep before it was overslept. */
const OVERSLEPT = 3;

/**
 * Waits for the queue. While a GPU promise is pending Dawn's event loop spins on a whole core, which a
 * software driver needs: so sleep for most of the expected time first. Oversleeping would feed itself,
 * since expectations are measured; each time the share slept is halved.
 */
export function settler(device: GPUDevice): (expected: number) => Promise<void> {
  let share = 0.8;
  return async (expected) => {
    await sleep(Math.min(LONGEST, share * expected));
    const slept = performance.now();
    await device.queue.onSubmittedWorkDone();
    const overslept = expected > 0 && performance.now() - slept < OVERSLEPT;
    share = overslept ? share / 2 : Math.min(0.8, 0.1 + share);
  };
}
