import { fromHalves, toHalves } from "./float16.ts";
import { FormatError } from "./formatError.ts";

/**
 * Safetensors: 8 bytes with the header's length (little-endian), a JSON header that gives each tensor its
 * dtype, shape and place in the data, then the data without holes. Numbers are little-endian, as is every
 * machine this runs on.
 */
export type Dtype = "F32" | "F16";

export interface Tensor {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

const BYTES = { F32: 4, F16: 2 } as const;

/** Of the format's own readers. */
const MAX_HEADER = 100_000_000;

/** A tensor of values, row by row. */
export function tensorOf(name: string, shape: readonly number[], values: Float32Array, dtype: Dtype): Tensor {
  const stored = dtype === "F32" ? values : toHalves(values);
  return { name, dtype, shape, bytes: new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength) };
}

/** The values of a tensor: a copy. */
export function valuesOf({ dtype, bytes }: Tensor): Float32Array<ArrayBuffer> {
  const { buffer } = new Uint8Array(bytes);
  return dtype === "F32" ? new Float32Array(buffer) : fromHalves(new Uint16Array(buffer));
}

/** The file in parts, to be written one after the other: the header, then the tensors' own bytes. */
export function safetensorsParts(
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array[] {
  let at = 0;
  const entries = tensors.map(({ name, dtype, shape, bytes }) => {
    const begin = at;
    at += bytes.length;
    return [name, { dtype, shape, data_offsets: [begin, at] }] as const;
  });
  const header = JSON.stringify(Object.fromEntries([["__metadata__", metadata], ...entries]));
  const text = new TextEncoder().encode(header);
  const length = Math.ceil(text.length / 8) * 8; // spaces fill it up, so that data begins aligned
  const head = new Uint8Array(8 + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(text, 8);
  return [head, ...tensors.map(({ bytes }) => bytes)];
}

/** The file in one piece. */
export function encodeSafetensors(
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  return joined(safetensorsParts(tensors, metadata));
}

/** Bytes one after the other, copied. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * Reads a file; tensors are views of it.
 * @throws FormatError for anything but whole, gapless F32 and F16 tensors.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, data } = split(bytes);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = Object.entries(entries).map(([name, entry]) => tensorAt(name, entry, data));
  refuseGaps(tensors, data);
  return {
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    metadata: strings(metadata),
  };
}

function refuse(message: string, what?: string, expected?: string | number, found?: string | number): never {
  const facts = what ? [{ what, expected: String(expected), found: String(found) }] : [];
  throw new FormatError(
    `This is not a whole safetensors file: ${message}.`,
    "Save or download the file once more.",
    facts,
  );
}

function split(bytes: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  if (bytes.length < 8) refuse("it is too short", "bytes", "at least 8", bytes.length);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const most = Math.min(MAX_HEADER, bytes.length - 8);
  if (length > most) refuse("its header would not fit", "bytes of the header", `at most ${most}`, length);
  const text = bytes.subarray(8, 8 + length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch {
    refuse("its header cannot be read");
  }
  if (!isRecord(header)) refuse("its header is no list of tensors");
  return { header, data: bytes.subarray(8 + length) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function tensorAt(name: string, entry: unknown, data: Uint8Array): Tensor {
  if (!isRecord(entry)) refuse(`${name} is not described`);
  const { dtype, shape, data_offsets: place } = entry;
  if (dtype !== "F32" && dtype !== "F16")
    refuse(`${name} has a kind of number that is not read here`, "dtype", "F32 or F16", String(dtype));
  if (!Array.isArray(shape) || !shape.every(isCount)) refuse(`the shape of ${name} cannot be read`);
  if (!Array.isArray(place) || place.length !== 2 || !place.every(isCount))
    refuse(`the place of ${name} cannot be read`);
  const [begin, end] = place as [number, number];
  if (begin > end || end > data.length)
    refuse(`${name} lies outside the file`, "bytes of data", `at least ${end}`, data.length);
  const size = shape.reduce((product, n) => product * n, BYTES[dtype]);
  if (size !== end - begin) refuse(`${name} has the wrong size`, "bytes", size, end - begin);
  return { name, dtype, shape, bytes: data.subarray(begin, end) };
}

function refuseGaps(tensors: readonly Tensor[], data: Uint8Array): void {
  let at = 0;
  const start = ({ bytes }: Tensor) => bytes.byteOffset - data.byteOffset;
  for (const tensor of tensors.toSorted((a, b) => start(a) - start(b) || a.bytes.length - b.bytes.length)) {
    if (start(tensor) !== at)
      refuse(`${tensor.name} overlaps its neighbour or leaves a hole`, "offset", at, start(tensor));
    at += tensor.bytes.length;
  }
  if (at !== data.length) refuse("bytes are left over", "bytes of data", at, data.length);
}

function strings(metadata: unknown): ReadonlyMap<string, string> {
  if (!isRecord(metadata)) refuse("its metadata cannot be read");
  const entries = Object.entries(metadata);
  for (const [key, value] of entries) if (typeof value !== "string") refuse(`its metadata ${key} is no text`);
  return new Map(entries as [string, string][]);
}
