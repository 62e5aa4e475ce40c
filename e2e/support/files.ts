import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page } from "@playwright/test";

/** The four files of MNIST as published. */
export const MNIST_FILES = [
  "train-images-idx3-ubyte.gz",
  "train-labels-idx1-ubyte.gz",
  "t10k-images-idx3-ubyte.gz",
  "t10k-labels-idx1-ubyte.gz",
] as const;

/** The folder of the real files, or null: stories that need them are then skipped. */
export function mnistFolder(): string | null {
  const data = process.env.MINCONV_DATA;
  if (!data) return null;
  const folder = join(data, "mnist");
  return MNIST_FILES.every((name) => existsSync(join(folder, name))) ? folder : null;
}

export interface DroppedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export function readDropped(path: string): DroppedFile {
  return { name: basename(path), bytes: readFileSync(path) };
}

/** Lets files fall on the middle of the page, as a visitor does with the mouse. */
export async function dropFiles(page: Page, files: readonly DroppedFile[]): Promise<void> {
  const packed = files.map(({ name, bytes }) => ({ name, base64: bytes.toString("base64") }));
  const transfer = await page.evaluateHandle(async (items) => {
    const carried = new DataTransfer();
    for (const { name, base64 } of items) {
      const bytes = await (await fetch(`data:application/octet-stream;base64,${base64}`)).arrayBuffer();
      carried.items.add(new File([bytes], name));
    }
    return carried;
  }, packed);
  const body = page.locator("body");
  for (const type of ["dragenter", "dragover", "drop"])
    await body.dispatchEvent(type, { dataTransfer: transfer });
  await transfer.dispose();
}
