import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";

/** Every step and test of both networks: the lines of the page's own CSV. */
export async function rawSeries(page: Page): Promise<string[]> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).click();
  return readFileSync(await (await download).path(), "utf8")
    .trim()
    .split(/\r?\n/);
}

/** Each network's first `count` steps as CSV lines, the exact one's first, once there are so many. */
export async function firstLosses(page: Page, count: number): Promise<string[]> {
  let first: string[] = [];
  const read = async () => {
    const lines = await rawSeries(page);
    const of = (run: string) => lines.filter((line) => line.startsWith(`step,${run},`)).slice(0, count);
    first = [...of("exact"), ...of("smin")];
    return first.length;
  };
  await expect.poll(read, { timeout: 90_000, intervals: [1000] }).toBe(2 * count);
  return first;
}
