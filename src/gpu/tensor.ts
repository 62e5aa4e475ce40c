/**
 * Tensors on the device: [batch][height + halo][width + halo][channels / 4] vec4, channels padded with
 * zeros to a multiple of 4, a halo of zeros around every image that nothing ever writes.
 */
export interface TensorShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Zeros around an image, for the consumer that reaches beyond its edge. */
export interface Halo {
  readonly vertical: number;
  readonly horizontal: number;
}

export const NO_HALO: Halo = { vertical: 0, horizontal: 0 };

export interface Tensor extends TensorShape {
  readonly buffer: GPUBuffer;
  readonly halo: Halo;
  /** vec4s a pixel. */
  readonly vecs: number;
  /** vec4s in all, halo included. */
  readonly size: number;
}

export const vecsOf = (channels: number) => Math.ceil(channels / 4);

/** Bytes of a tensor of this shape, halo and padding included. */
export function tensorBytes({ batch, height, width, channels }: TensorShape, halo: Halo = NO_HALO): number {
  return batch * (height + 2 * halo.vertical) * (width + 2 * halo.horizontal) * vecsOf(channels) * 16;
}

/** A part of a buffer, or all of it. */
export type Bound =
  | GPUBuffer
  | { readonly buffer: GPUBuffer; readonly offset: number; readonly size: number };

/** What lies on the device until it is destroyed. */
export interface OnDevice {
  destroy(): void;
}

const STORAGE = 0x80 | 0x04 | 0x08; // STORAGE | COPY_SRC | COPY_DST

/** A zeroed storage buffer. */
export function createBuffer(device: GPUDevice, label: string, bytes: number): GPUBuffer {
  return device.createBuffer({ label, size: Math.max(16, Math.ceil(bytes / 4) * 4), usage: STORAGE });
}

export function createTensor(
  device: GPUDevice,
  label: string,
  shape: TensorShape,
  halo: Halo = NO_HALO,
): Tensor {
  const bytes = tensorBytes(shape, halo);
  return {
    ...shape,
    halo,
    vecs: vecsOf(shape.channels),
    size: bytes / 16,
    buffer: createBuffer(device, label, bytes),
  };
}

/** A tensor of bytes: a word of four channels where the others have a vec4; sizes and strides count words. */
export function createByteTensor(device: GPUDevice, label: string, shape: TensorShape, halo: Halo): Tensor {
  const size = tensorBytes(shape, halo) / 16;
  const buffer = createBuffer(device, label, size * 4);
  return { ...shape, halo, vecs: vecsOf(shape.channels), size, buffer };
}

/**
 * The `View` of a tensor in the shaders: strides of an image and a row and the first pixel, in vec4;
 * `before` moves the first pixel up and left, to where the first tap of a filter lies.
 */
export function view(tensor: Tensor, before: Halo = NO_HALO): [number, number, number, number] {
  const row = (tensor.width + 2 * tensor.halo.horizontal) * tensor.vecs;
  const image = (tensor.height + 2 * tensor.halo.vertical) * row;
  const up = tensor.halo.vertical - before.vertical;
  const left = tensor.halo.horizontal - before.horizontal;
  return [image, row, up * row + left * tensor.vecs, 0];
}

const floatWord = new Float32Array(1);
const word = new Uint32Array(floatWord.buffer);

/** The bits of an f32, for uniforms that mix floats and integers. */
export function floatBits(value: number): number {
  floatWord[0] = value;
  return word[0] as number;
}

/** A uniform buffer of 32-bit words. */
export function createUniform(device: GPUDevice, label: string, words: readonly number[]): GPUBuffer {
  const size = Math.ceil(words.length / 4) * 16;
  const buffer = device.createBuffer({ label, size, usage: 0x40 | 0x08 }); // UNIFORM | COPY_DST
  device.queue.writeBuffer(buffer, 0, Uint32Array.from(words));
  return buffer;
}

/** Copies a buffer (or its first bytes) back from the device. */
export async function readBuffer(
  device: GPUDevice,
  source: GPUBuffer,
  offset = 0,
  bytes = source.size,
): Promise<ArrayBuffer> {
  const staging = device.createBuffer({ label: "read back", size: bytes, usage: 0x01 | 0x08 }); // MAP_READ | COPY_DST
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(source, offset, staging, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(0x01);
  const copy = staging.getMappedRange().slice(0);
  staging.destroy();
  return copy;
}

/** Calls `visit(index in NCHW, index among the buffer's f32, or bytes)` for every true value. */
function visit(tensor: Tensor, each: (nchw: number, engine: number) => void): void {
  const { batch, channels, height, width, vecs } = tensor;
  const [image, row, origin] = view(tensor);
  for (let n = 0, at = 0; n < batch; n++)
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < height; i++)
        for (let j = 0; j < width; j++, at++) each(at, 4 * (origin + n * image + i * row + j * vecs) + c);
}

/** Writes NCHW values into a tensor; halo and padded channels become zero. */
export function writeTensor(device: GPUDevice, tensor: Tensor, nchw: ArrayLike<number>): void {
  const values = new Float32Array(tensor.size * 4);
  visit(tensor, (from, to) => {
    values[to] = nchw[from] as number;
  });
  device.queue.writeBuffer(tensor.buffer, 0, values);
}

/** Reads a tensor as NCHW values. */
export async function readTensor(device: GPUDevice, tensor: Tensor): Promise<Float32Array<ArrayBuffer>> {
  const values = new Float32Array(await readBuffer(device, tensor.buffer));
  const nchw = new Float32Array(tensor.batch * tensor.channels * tensor.height * tensor.width);
  visit(tensor, (to, from) => {
    nchw[to] = values[from] as number;
  });
  return nchw;
}

/** Writes NCHW values, whole numbers from -128 to 127, into a tensor of bytes. */
export function writeBytes(device: GPUDevice, tensor: Tensor, nchw: ArrayLike<number>): void {
  const bytes = new Int8Array(tensor.size * 4);
  visit(tensor, (from, to) => {
    bytes[to] = nchw[from] as number;
  });
  device.queue.writeBuffer(tensor.buffer, 0, bytes);
}

/** Reads a tensor of bytes as NCHW values. */
export async function readBytes(device: GPUDevice, tensor: Tensor): Promise<Int8Array<ArrayBuffer>> {
  const bytes = new Int8Array(await readBuffer(device, tensor.buffer));
  const nchw = new Int8Array(tensor.batch * tensor.channels * tensor.height * tensor.width);
  visit(tensor, (to, from) => {
    nchw[to] = bytes[from] as number;
  });
  return nchw;
}
