/** The one method of SubtleCrypto used here; browsers leave it out on pages opened over plain http. */
export type Digest = Pick<SubtleCrypto, "digest">;

/** sha256 of bytes, in hexadecimal: by the browser's own code where it offers it, else by ours. */
export async function sha256(
  bytes: Uint8Array<ArrayBuffer>,
  subtle: Digest | undefined = globalThis.crypto?.subtle,
): Promise<string> {
  return toHex(subtle === undefined ? digest(bytes) : new Uint8Array(await subtle.digest("SHA-256", bytes)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** SHA-256 (FIPS 180-4) without help from the browser, about ten times slower. */
export function digest(bytes: Uint8Array): Uint8Array {
  const state = fractions(8, Math.sqrt);
  const constants = fractions(64, Math.cbrt);
  const schedule = new Int32Array(64);
  const whole = bytes.length - (bytes.length % 64);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) addBlock(state, view, at, schedule, constants);
  const ending = new DataView(lastBlocks(bytes, whole));
  for (let at = 0; at < ending.byteLength; at += 64) addBlock(state, ending, at, schedule, constants);
  const result = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => {
    result.setInt32(4 * i, word);
  });
  return new Uint8Array(result.buffer);
}

/** What is left of the message, a 1 bit, zeros, and the length in bits in the last eight bytes. */
function lastBlocks(bytes: Uint8Array, whole: number): ArrayBuffer {
  const rest = bytes.subarray(whole);
  const padded = new Uint8Array(rest.length < 56 ? 64 : 128);
  padded.set(rest);
  padded[rest.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length * 8) % 2 ** 32);
  return padded.buffer;
}

type Words = [number, number, number, number, number, number, number, number];

function addBlock(
  state: Int32Array,
  block: DataView,
  at: number,
  w: Int32Array,
  constants: Int32Array,
): void {
  for (let i = 0; i < 64; i++) {
    if (i < 16) w[i] = block.getInt32(at + 4 * i);
    else {
      const old = w[i - 15] as number;
      const late = w[i - 2] as number;
      const s0 = rotate(old, 7) ^ rotate(old, 18) ^ (old >>> 3);
      const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
      w[i] = (w[i - 16] as number) + s0 + (w[i - 7] as number) + s1;
    }
  }
  let [a, b, c, d, e, f, g, h] = Array.from(state) as Words;
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] as number) + (w[i] as number)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = (state[i] as number) + word;
  });
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits of the fractional parts of a root of the first primes. */
function fractions(count: number, root: (value: number) => number): Int32Array {
  const result = new Int32Array(count);
  for (let candidate = 2, found = 0; found < count; candidate++) {
    if (isPrime(candidate)) result[found++] = Math.floor((root(candidate) % 1) * 2 ** 32);
  }
  return result;
}

function isPrime(value: number): boolean {
  for (let factor = 2; factor * factor <= value; factor++) if (value % factor === 0) return false;
  return true;
}
