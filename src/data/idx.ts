import { describe, grouped, hex } from "./contents.ts";
import { DataError, GET_ORIGINAL } from "./dataset.ts";
import { checkLabels } from "./fileSet.ts";

/** `count` images of rows x columns pixels, one byte each, row by row. */
export interface IdxImages {
  readonly kind: "images";
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export interface IdxLabels {
  readonly kind: "labels";
  readonly count: number;
  readonly labels: Uint8Array<ArrayBuffer>;
}

const MAGIC_LABELS = 0x0801;
const MAGIC_IMAGES = 0x0803;
const LABELS_HEADER = 8;
const IMAGES_HEADER = 16;

/**
 * Reads unpacked IDX bytes: images (magic 2051) or labels (magic 2049) in 0..classes-1. The pixels
 * and labels are views of `bytes`.
 * @throws DataError of kind "corrupt" if the header, the length or a label is not what it should be.
 */
export function parseIdx(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  classes: number,
): IdxImages | IdxLabels {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.length >= 4 ? header.getUint32(0) : -1;
  if (magic === MAGIC_IMAGES) return parseImages(bytes, header, name);
  if (magic === MAGIC_LABELS) return parseLabels(bytes, header, name, classes);
  const found = describe(bytes);
  throw corrupt(
    `${name} does not hold images or labels in the IDX format: it is ${found}.`,
    "first bytes",
    "00 00 08 03 (images) or 00 00 08 01 (labels)",
    bytes.length === 0 ? "none" : hex(bytes.subarray(0, 4)),
  );
}

function parseImages(bytes: Uint8Array<ArrayBuffer>, header: DataView, name: string): IdxImages {
  checkHeader(bytes, IMAGES_HEADER, name);
  const count = header.getUint32(4);
  const rows = header.getUint32(8);
  const columns = header.getUint32(12);
  if (count * rows * columns === 0) {
    const found = `${grouped(count)} of ${rows}x${columns}`;
    throw corrupt(`${name} holds no images.`, "images", "at least 1 of 1x1", found);
  }
  checkLength(bytes, IMAGES_HEADER + count * rows * columns, name);
  return { kind: "images", count, rows, columns, pixels: bytes.subarray(IMAGES_HEADER) };
}

function parseLabels(
  bytes: Uint8Array<ArrayBuffer>,
  header: DataView,
  name: string,
  classes: number,
): IdxLabels {
  checkHeader(bytes, LABELS_HEADER, name);
  const count = header.getUint32(4);
  if (count === 0) throw corrupt(`${name} holds no labels.`, "labels", "at least 1", "0");
  checkLength(bytes, LABELS_HEADER + count, name);
  const labels = bytes.subarray(LABELS_HEADER);
  checkLabels(labels, name, classes, "item");
  return { kind: "labels", count, labels };
}

function checkHeader(bytes: Uint8Array, expected: number, name: string): void {
  if (bytes.length >= expected) return;
  throw corrupt(`${name} ends within its header.`, "header", `${expected} bytes`, `${bytes.length} bytes`);
}

function checkLength(bytes: Uint8Array, expected: number, name: string): void {
  if (bytes.length === expected) return;
  const what = bytes.length < expected ? "is cut off" : "is longer than its header says";
  throw corrupt(`${name} ${what}.`, "length", `${grouped(expected)} bytes`, `${grouped(bytes.length)} bytes`);
}

function corrupt(message: string, what: string, expected: string, found: string): DataError {
  return new DataError("corrupt", message, GET_ORIGINAL, [{ what, expected, found }]);
}
