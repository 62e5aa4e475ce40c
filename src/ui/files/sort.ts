export type FileKind = "weights" | "bundle" | "picture" | "data";

/** A header longer than this is none. */
const MOST_HEADER = 100_000_000;

/** What a file is for, by its content; its name decides where somebody gave it the ending of one of ours. */
export async function kindOf(file: File): Promise<FileKind> {
  if (/\.safetensors$/i.test(file.name)) return "weights";
  if (/\.zip$/i.test(file.name)) return "bundle";
  const head = await file
    .slice(0, 9)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0)); // who reads it next says that it cannot be read
  const bytes = new Uint8Array(head);
  if (startsWith(bytes, "PK\u0003\u0004")) return "bundle";
  if (isSafetensors(bytes)) return "weights";
  return isPicture(bytes) || file.type.startsWith("image/") ? "picture" : "data";
}

/** PNG, JPEG, GIF or WebP. */
function isPicture(bytes: Uint8Array): boolean {
  return ["\u0089PNG", "\u00ff\u00d8\u00ff", "GIF8", "RIFF"].some((start) => startsWith(bytes, start));
}

/** The length of the header in eight bytes, then the header, which is a JSON object. */
function isSafetensors(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (bytes.length < 9) return false;
  const length = new DataView(bytes.buffer).getBigUint64(0, true);
  return length > 1n && length < BigInt(MOST_HEADER) && bytes[8] === 0x7b;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((character, i) => bytes[i] === character.charCodeAt(0));
}
