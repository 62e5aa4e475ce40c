import { test as base, expect } from "@playwright/test";

export { expect };

/** What a page may say without a story failing: a data set that the site does not hold. */
const EXPECTED = /^Failed to load resource/;

interface StoryOptions {
  /** Further messages that this story provokes. */
  readonly provoked: RegExp | null;
}

/**
 * A story that fails on whatever the page or its worker reports by the way: errors, and warnings
 * about the GPU.
 */
export const test = base.extend<StoryOptions & { quiet: undefined }>({
  provoked: [null, { option: true }],
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
