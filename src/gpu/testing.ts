import { type Gpu, guarded, openGpu } from "./device.ts";
import { isShared, TILES, type Tile } from "./tile.ts";

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

/** The tiles this device has, and compiles in reasonable time. */
export async function testTiles(): Promise<Tile[]> {
  const { tile } = (await testGpu()).info;
  const tiles: Tile[] = TILES[tile].wide ? ["4x4", "8x8"] : ["4x4"];
  return isShared(tile) ? [...tiles, tile] : tiles;
}
