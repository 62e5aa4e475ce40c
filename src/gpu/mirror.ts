import type { Bound } from "./tensor.ts";

/** vec4s in a row of a mirror, as in shaders/operands_in_textures.wgsl: a width that every device has. */
const ROW = 8192;

/** One command that copies from a buffer into a texture. */
export type Copy = readonly [GPUTexelCopyBufferInfo, GPUTexelCopyTextureInfo, GPUExtent3DStrict];

/** A texture that stands for a buffer of vec4s, and how it is brought up to date. */
export interface Mirror {
  readonly texture: GPUTexture;
  readonly copies: readonly Copy[];
}

/**
 * The textures from which a network's convolution kernels read, on drivers where that is faster: some software
 * drivers load from buffers lane by lane, from textures a vec4 at once.
 */
export class Mirrors {
  readonly #device: GPUDevice;
  readonly #made: { readonly bound: Bound; readonly mirror: Mirror }[] = [];

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** The one mirror of this buffer, or of this part of it. */
  of(bound: Bound): Mirror {
    const known = this.#made.find(({ bound: other }) => same(bound, other));
    if (known) return known.mirror;
    const mirror = create(this.#device, bound);
    this.#made.push({ bound, mirror });
    return mirror;
  }

  destroy(): void {
    for (const { mirror } of this.#made) mirror.texture.destroy();
  }
}

const range = (bound: Bound) => ("buffer" in bound ? bound : { buffer: bound, offset: 0, size: bound.size });

function same(one: Bound, other: Bound): boolean {
  const [a, b] = [range(one), range(other)];
  return a.buffer === b.buffer && a.offset === b.offset && a.size === b.size;
}

function create(device: GPUDevice, bound: Bound): Mirror {
  const { buffer, offset, size } = range(bound);
  const vecs = size / 16;
  const rows = Math.floor(vecs / ROW);
  const rest = vecs - rows * ROW;
  const texture = device.createTexture({
    label: `${buffer.label}, as a texture`,
    size: [rows > 0 ? ROW : rest, rows + (rest > 0 ? 1 : 0)],
    format: "rgba32float",
    usage: 0x04 | 0x02, // TEXTURE_BINDING | COPY_DST
  });
  const bytesPerRow = ROW * 16;
  const copies: Copy[] = [];
  if (rows > 0) copies.push([{ buffer, offset, bytesPerRow }, { texture }, [ROW, rows]]);
  if (rest > 0)
    copies.push([{ buffer, offset: offset + rows * bytesPerRow }, { texture, origin: [0, rows] }, [rest, 1]]);
  return { texture, copies };
}
