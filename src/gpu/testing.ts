import { type Gpu, guarded, openGpu } from "./device.ts";

let opened: Promise<Gpu> | undefined;

/** The tests' one device. */
export function testGpu(): Promise<Gpu> {
  opened ??= openGpu(navigator.gpu, 60_000);
  return opened;
}

/** Runs a test's GPU work inside error scopes; any GPU error, also one reported late, fails it. */
export async function withGpu<T>(work: (gpu: Gpu) => Promise<T>): Promise<T> {
  const gpu = await testGpu();
  const result = await guarded(gpu.device, () => work(gpu));
  const stray = gpu.strayError();
  if (stray) throw stray;
  return result;
}

/** The tiles this device compiles in reasonable time. */
export async function testTiles(): Promise<boolean[]> {
  return (await testGpu()).info.tile === "8x8" ? [false, true] : [false];
}
