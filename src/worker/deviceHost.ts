import { sha256 } from "../data/checksum.ts";
import { type DeviceInfo, type Gpu, GpuError, openGpu } from "../gpu/device.ts";
import { PARTS, SHADERS } from "../gpu/shaders.ts";
import { APP } from "../train/app.ts";
import { selfTest } from "../train/selfTest.ts";
import { ProblemError } from "./problems.ts";
import type { Event, Task } from "./protocol.ts";

export interface DeviceHostOptions {
  readonly post: (event: Event) => void;
  /** Tells how far a preparation is; throws where it was cancelled. */
  readonly prepare: (task: Task) => void;
  readonly onLost: () => void;
}

/** The one device in use, its arithmetic tested, and another once it is lost. */
export class DeviceHost {
  readonly #options: DeviceHostOptions;
  #gpu: Gpu | null = null;
  /** Names of devices whose arithmetic is right. */
  readonly #tested = new Set<string>();

  constructor(options: DeviceHostOptions) {
    this.#options = options;
  }

  /** Whether this is the device in use: false from the moment it is lost. */
  isCurrent(gpu: Gpu): boolean {
    return gpu === this.#gpu;
  }

  /** The device in use, or a new one. Throws GpuError. */
  async open(): Promise<Gpu> {
    if (this.#gpu) return this.#gpu;
    if (!globalThis.isSecureContext)
      throw new GpuError(
        "insecure",
        "This address is not secure (plain http), so the browser switches WebGPU off.",
        "Open the page over https, or on this machine as http://localhost.",
      );
    const { post, onLost } = this.#options;
    const task: Task = { name: "connect", detail: "", done: 0, total: null, unit: "checks" };
    post({ type: "task", task });
    const gpu = await openGpu(navigator.gpu);
    this.#gpu = gpu;
    void gpu.lost.then(() => {
      if (!this.isCurrent(gpu)) return;
      this.#gpu = null;
      onLost();
    });
    post({ type: "device", device: gpu.info });
    post({ type: "task", task: null });
    return gpu;
  }

  /** These devices were tested on an earlier visit. */
  trust(tested: readonly string[]): void {
    for (const name of tested) this.#tested.add(name);
  }

  /** Tries the device's arithmetic, once a device. Throws ProblemError of kind "self-test". */
  async test(gpu: Gpu): Promise<void> {
    const name = await nameOf(gpu.info);
    if (this.#tested.has(name)) return;
    const problem = await selfTest(gpu, (done, total, detail) =>
      this.#options.prepare({ name: "self-test", detail, done, total, unit: "checks" }),
    );
    if (problem) throw new ProblemError(problem);
    this.#tested.add(name);
    this.#options.post({ type: "tested", device: name });
  }
}

/** What a self-test holds for: this program and its kernels, on this device, in this browser. */
function nameOf(device: DeviceInfo): Promise<string> {
  const text = JSON.stringify([APP, SHADERS, PARTS, device, navigator.userAgent]);
  return sha256(new TextEncoder().encode(text));
}
