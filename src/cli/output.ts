import { writeSync } from "node:fs";

/** The reader of standard output has gone (`| head -1`): a quiet end, not an error. */
export class OutputClosed extends Error {}

/**
 * Writes all of a text to a file descriptor, waiting for a slow reader.
 * @throws OutputClosed when the reader has gone; the system's error when the disk is full.
 */
function writeAll(descriptor: number, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EPIPE") throw new OutputClosed("standard output is closed");
      if (code !== "EAGAIN") throw error;
    }
  }
}

/** A line of results on standard output. */
export function print(line: string): void {
  writeAll(1, `${line}\n`);
}

/** A line for people on standard error; never stops the work. */
export function note(line: string): void {
  try {
    writeAll(2, `${line}\n`);
  } catch {
    // Nobody listens.
  }
}
