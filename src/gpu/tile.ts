/**
 * Output tiles of an invocation in shaders/conv2d.wgsl and conv2d_weights.wgsl, pixels (channels) x filters,
 * and the constants they are compiled with. All give the same bits on one device.
 *
 * `subgroup`: so many invocations share what each has loaded; 1: nothing is shared. `wide`: where nothing is,
 * or a layer's filters do not fill a subgroup, the tile is 8x8, else 4x4. `textures`: operands are read from
 * textures (gpu/mirror.ts).
 */
export const TILES = {
  "4x4": { subgroup: 1, wide: false, textures: false },
  "8x8": { subgroup: 1, wide: true, textures: false },
  "16x4 shared by 4": { subgroup: 4, wide: false, textures: true },
  "16x4 shared by 8": { subgroup: 8, wide: true, textures: true },
} as const;

export type Tile = keyof typeof TILES;

export const isTile = (text: unknown): text is Tile => typeof text === "string" && Object.hasOwn(TILES, text);

/** Whether the tile's kernels need a device with subgroups of its size. */
export const isShared = (tile: Tile) => TILES[tile].subgroup > 1;

/**
 * The fastest tile, as measured: of the software drivers (where loads are the cost) the shared one, whose
 * large plain one takes SwiftShader 14 s to compile; of others the large plain one.
 */
export function tileFor(adapter: GPUAdapter, software: boolean): Tile {
  if (!software) return "8x8";
  const { subgroupMinSize, subgroupMaxSize } = adapter.info;
  if (adapter.features.has("subgroups") && subgroupMinSize === subgroupMaxSize) {
    if (subgroupMinSize === 4) return "16x4 shared by 4";
    if (subgroupMinSize === 8) return "16x4 shared by 8";
  }
  // SwiftShader is the software driver with small workgroups.
  return adapter.limits.maxComputeInvocationsPerWorkgroup < 1024 ? "4x4" : "8x8";
}
