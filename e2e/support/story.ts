import { test as base, expect, type Page } from "@playwright/test";

export { expect };

/** What a page may say without a story failing: a data set that the site does not hold. */
const EXPECTED = /^Failed to load resource/;

interface StoryOptions {
  /** Further messages that this story provokes. */
  readonly provoked: RegExp | null;
  /** The page was never here before. */
  readonly firstVisit: boolean;
}

/** What the page remembers of devices whose arithmetic it tested; null before the first such story. */
let tested: string | null = null;
const TESTED = "minconv-tested-devices";

/**
 * A story that fails on whatever the page or its worker reports by the way: errors, and warnings
 * about the GPU. The device's arithmetic is tested in the first story that trains; the others come back to
 * a page that knows the device, unless they are of a `firstVisit`.
 */
export const test = base.extend<StoryOptions & { quiet: undefined; known: undefined }>({
  provoked: [null, { option: true }],
  firstVisit: [false, { option: true }],
  known: [
    async ({ page, firstVisit }, use) => {
      if (tested !== null && !firstVisit)
        await page.addInitScript(
          ([key, text]) => {
            try {
              localStorage.setItem(key, text);
            } catch {
              // A story of a browser that keeps nothing.
            }
          },
          [TESTED, tested] as const,
        );
      await use(undefined);
      const read = (key: string) => localStorage.getItem(key);
      tested = (await page.evaluate(read, TESTED).catch(() => null)) ?? tested;
    },
    { auto: true },
  ],
  quiet: [
    async ({ page, provoked }, use) => {
      const said: string[] = [];
      page.on("pageerror", (error) => said.push(error.message));
      page.on("console", (message) => {
        const text = message.text();
        const matters = message.type() === "error" || /gpu|dawn|wgsl/i.test(text);
        if (matters && !EXPECTED.test(text) && !provoked?.test(text)) said.push(text);
      });
      await use(undefined);
      expect(said).toEqual([]);
    },
    { auto: true },
  ],
});

/** Waits until the page knows its device: the banner about software graphics no longer moves what is clicked. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator(".device .dot.warn, .device .dot.ok")).toBeVisible();
}
