import { isShared, type Tile, tileFor } from "./tile.ts";

/**
 * The one place that asks for an adapter and a device, and that turns whatever goes wrong with them
 * into a GpuError. It is given the GPU object: navigator.gpu in the page's worker, Dawn's in Node.
 */
export type GpuErrorKind =
  | "insecure"
  | "no-webgpu"
  | "no-adapter"
  | "limit"
  | "out-of-memory"
  | "validation"
  | "lost";

/** What happened, and what to do about it. */
export class GpuError extends Error {
  readonly kind: GpuErrorKind;
  readonly remedy: string;
  readonly details: string;

  constructor(kind: GpuErrorKind, message: string, remedy: string, details = "") {
    super(message);
    this.name = "GpuError";
    this.kind = kind;
    this.remedy = remedy;
    this.details = details;
  }
}

/** What the adapter says of itself, and what follows from it. */
export interface DeviceInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** A software adapter: expect 20 to 100 times slower. */
  readonly software: boolean;
  /** Output tile of an invocation in the convolution kernels. */
  readonly tile: Tile;
  readonly maxBindingBytes: number;
  readonly maxBufferBytes: number;
}

export interface Gpu {
  readonly device: GPUDevice;
  readonly info: DeviceInfo;
  /** Its shading language has packed bytes and their dot product: shaders/int8.wgsl. */
  readonly packedBytes: boolean;
  /** Resolves, never rejects, when the device is gone for another reason than `destroy()`. */
  readonly lost: Promise<GpuError>;
  /** The first error no scope caught, or null. */
  strayError(): GpuError | null;
}

const ASK_AGAIN =
  "Update the graphics driver or switch on hardware acceleration in the browser's settings, then try again.";

/** Rejects with `error` if `promise` has not answered in time. */
async function within<T>(milliseconds: number, promise: Promise<T>, error: GpuError): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function requestAdapter(gpu: GPU, timeout: number): Promise<GPUAdapter> {
  const none = (why: string, details = "") =>
    new GpuError(
      "no-adapter",
      `The browser offers WebGPU but no graphics device: ${why}.`,
      ASK_AGAIN,
      details,
    );
  let adapter: GPUAdapter | null;
  try {
    const asked = Promise.resolve(gpu.requestAdapter({ powerPreference: "high-performance" }));
    adapter = await within(
      timeout,
      asked,
      none(`the request was not answered within ${timeout / 1000} seconds`),
    );
  } catch (error) {
    if (error instanceof GpuError) throw error;
    throw none("the request failed", String(error));
  }
  if (!adapter) throw none("the driver is missing or on the browser's block list");
  return adapter;
}

/** What the kernels need, and timestamps where there are any. */
function wantedFeatures({ features }: GPUAdapter, tile: Tile): GPUFeatureName[] {
  const wanted: GPUFeatureName[] = isShared(tile) ? ["subgroups"] : [];
  return features.has("timestamp-query") ? [...wanted, "timestamp-query"] : wanted;
}

/** A limit of the adapter, asked for up to a bound: larger ones let larger batches run. */
const GENEROUS = 1 << 30;

async function requestDevice(adapter: GPUAdapter, tile: Tile, timeout: number): Promise<GPUDevice> {
  const failed = (details: string) =>
    new GpuError("no-adapter", "The graphics device refused to start.", ASK_AGAIN, details);
  try {
    const asked = adapter.requestDevice({
      label: "minconv",
      requiredFeatures: wantedFeatures(adapter, tile),
      requiredLimits: {
        maxStorageBufferBindingSize: Math.min(adapter.limits.maxStorageBufferBindingSize, GENEROUS),
        maxBufferSize: Math.min(adapter.limits.maxBufferSize, GENEROUS),
      },
    });
    return await within(timeout, asked, failed(`no answer within ${timeout / 1000} seconds`));
  } catch (error) {
    if (error instanceof GpuError) throw error;
    throw failed(String(error));
  }
}

function isSoftware({ vendor, architecture, description, isFallbackAdapter }: GPUAdapterInfo): boolean {
  return (
    isFallbackAdapter === true ||
    /swiftshader|llvmpipe|lavapipe/i.test(`${vendor} ${architecture} ${description}`)
  );
}

/**
 * Finds an adapter and opens a device on it. Each call asks for a new adapter, since an adapter
 * serves one device only.
 * @param gpu navigator.gpu or its equivalent; undefined where there is none.
 * @param timeout milliseconds after which an unanswered request counts as refused.
 * @throws GpuError of kind no-webgpu or no-adapter.
 */
export async function openGpu(gpu: GPU | undefined, timeout = 8000): Promise<Gpu> {
  if (!gpu) {
    throw new GpuError(
      "no-webgpu",
      "This browser has no WebGPU, so it cannot train here.",
      "Open this page in a current Chrome, Edge, Safari 26 or Firefox, on a computer with a graphics card.",
    );
  }
  const adapter = await requestAdapter(gpu, timeout);
  const software = isSoftware(adapter.info);
  const tile = tileFor(adapter, software);
  const device = await requestDevice(adapter, tile, timeout);
  let stray: GpuError | null = null;
  device.addEventListener("uncapturederror", (event) => {
    stray ??= asGpuError(event.error);
  });
  const lost = device.lost.then(
    ({ reason, message }) =>
      new GpuError(
        "lost",
        "The graphics device was lost.",
        "Training starts it again by itself.",
        `${reason}: ${message}`,
      ),
  );
  const { vendor, architecture, description } = adapter.info;
  const { maxStorageBufferBindingSize: maxBindingBytes, maxBufferSize: maxBufferBytes } = device.limits;
  const info = { vendor, architecture, description, software, tile, maxBindingBytes, maxBufferBytes };
  const packedBytes = gpu.wgslLanguageFeatures?.has("packed_4x8_integer_dot_product") ?? false;
  return { device, info, packedBytes, lost, strayError: () => stray };
}

function asGpuError(error: GPUError): GpuError {
  const memory = "GPUOutOfMemoryError" in globalThis && error instanceof GPUOutOfMemoryError;
  return memory
    ? new GpuError(
        "out-of-memory",
        "The graphics device has no memory left for this.",
        "Use a smaller batch.",
        error.message,
      )
    : new GpuError(
        "validation",
        "The graphics device refused a command.",
        "Copy the diagnostics and report them.",
        error.message,
      );
}

/**
 * Runs `work` so that no GPU error inside it stays silent.
 * @throws GpuError of kind out-of-memory or validation, also for errors reported later by the device.
 */
export async function guarded<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  device.pushErrorScope("out-of-memory");
  device.pushErrorScope("validation");
  const [outcome] = await Promise.allSettled([work()]);
  const invalid = await device.popErrorScope();
  const memory = await device.popErrorScope();
  if (memory) throw asGpuError(memory);
  if (outcome.status === "rejected") throw outcome.reason;
  if (invalid) throw asGpuError(invalid);
  return outcome.value;
}
