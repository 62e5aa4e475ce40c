/** What a file holds is told from its bytes: names, content types and statuses are often wrong. */

/** Whether the bytes begin like a gzip file. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Whether the bytes begin like an IDX file (two zero bytes, then the type "unsigned byte"). */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 8;
}

const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ["a gzip file", [0x1f, 0x8b]],
  ["an IDX file", [0, 0, 8]],
  ["a zip archive", [0x50, 0x4b]],
  ["a PNG image", [0x89, 0x50, 0x4e, 0x47]],
  ["a JPEG image", [0xff, 0xd8, 0xff]],
  ["a PDF document", [0x25, 0x50, 0x44, 0x46]],
];

/** In words, what the bytes seem to be: "a web page", "an empty file", "a PNG image", "bytes 4d 5a 90 00". */
export function describe(bytes: Uint8Array): string {
  if (bytes.length === 0) return "an empty file";
  const known = SIGNATURES.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte));
  if (known !== undefined) return known[0];
  const text = beginning(bytes);
  if (/^<(!doctype html|html|head|body|!--|script|meta|title)/.test(text)) return "a web page";
  if (text.startsWith("<")) return "an XML document";
  return `bytes ${hex(bytes.subarray(0, 4))}`;
}

/** Whether the bytes begin like a web page or another text of tags. */
export function isMarkup(bytes: Uint8Array): boolean {
  return beginning(bytes).startsWith("<");
}

function beginning(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 512)).trimStart().toLowerCase();
}

/** Bytes as two-digit hexadecimal numbers with spaces between. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** 1234567 as "1,234,567", the same in every locale. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}
