import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { create, globals } from "webgpu";
import { type Gpu, openGpu } from "../gpu/device.ts";

/** SwiftShader as Debian's Chromium ships it: the last resort of a machine without a graphics driver. */
const SOFTWARE_DRIVER = "/usr/lib/chromium/vk_swiftshader_icd.json";

// Kept for the life of the process: Dawn crashes when its instance is collected while in use.
let instance: GPU | undefined;

/** Opens a device through Dawn, WebGPU for Node. Throws GpuError when the machine has no adapter. */
export async function openDawn(): Promise<Gpu> {
  process.env.XDG_RUNTIME_DIR ??= "/tmp";
  Object.assign(globalThis, globals);
  instance = create([]);
  if (!process.env.VK_ICD_FILENAMES && existsSync(SOFTWARE_DRIVER) && !(await instance.requestAdapter())) {
    process.env.VK_ICD_FILENAMES = SOFTWARE_DRIVER;
    instance = create([]);
  }
  return openGpu(instance, 30_000);
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
