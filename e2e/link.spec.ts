import { LINK, PROBLEMS } from "../src/ui/strings/problems.ts";
import { SHELL, STRIP } from "../src/ui/strings/shell.ts";
import { expect, test } from "./support/story.ts";

const GOOD = "data=digits@1&net=lenet-small&product=smin&seed=7";

/** What a mail program, a chat or a hand made of a link, and what the page must name. */
const BROKEN: readonly (readonly [what: string, query: string, named: readonly RegExp[]])[] = [
  ["ending in a percent sign", `${GOOD}%`, [/Seed cannot be “7%”; 42 was taken/]],
  [
    "with half a character",
    `${GOOD}&lr=%E0%A4%A`,
    [/Learning rate cannot be “%E0%A4%A”; 0\.001 was taken\. It goes from/],
  ],
  ["cut within a name", "data=digits@1&net=lenet-small&prod", [/no setting “prod”/]],
  ["cut within a value", "data=digits@1&net=lenet-sm", [/Network cannot be “lenet-sm”/]],
  [
    "with numbers out of range",
    `${GOOD}&batch=1e9&lr=Infinity&epochs=-1`,
    [
      /Batch cannot be “1e9”; 64 was taken\. It goes from 1 to 4096/,
      /Learning rate cannot be “Infinity”/,
      /Epochs cannot be “-1”/,
    ],
  ],
  [
    "with a negative batch and a rate that is no number",
    `${GOOD}&batch=-1&lr=NaN`,
    [/Batch cannot be “-1”/, /Learning rate cannot be “NaN”/],
  ],
  [
    "with no batch and a hexadecimal rate",
    `${GOOD}&batch=0&lr=0x10`,
    [/Batch cannot be “0”/, /Learning rate cannot be “0x10”/],
  ],
  ["with half an image in its batch", `${GOOD}&batch=64.5`, [/Batch cannot be “64\.5”/]],
  ["with a batch of letters", `${GOOD}&batch=abc`, [/Batch cannot be “abc”/]],
  [
    "to unknown data, network and product",
    "data=imagenet&net=vgg&product=xor",
    [/Data cannot be “imagenet”; Drawn digits was taken/, /Network cannot be “vgg”/, /cannot be “xor”/],
  ],
  [
    "naming a setting twice, an unknown and a hostile one",
    `${GOOD}&seed=8&colour=red&__proto__=x`,
    [/Seed is named twice; the first value was taken/, /no setting “colour”/, /no setting “__proto__”/],
  ],
  ["of another version of the data", "data=digits@0&net=lenet-small", [/version “0” of Drawn digits/]],
  ["of 100 kB", `${GOOD}&x=${"y".repeat(100_000)}`, [/characters long/]],
];

test("A broken link opens the page, is named, starts nothing and stays in the address", async ({ page }) => {
  for (const [what, query, named] of BROKEN) {
    await test.step(`A link ${what}`, async () => {
      await page.goto("about:blank");
      await page.goto(`#/race?${query}`);
      const written = await page.evaluate(() => location.hash);
      const banner = page.getByRole("status").filter({ hasText: LINK.strong });
      for (const sentence of named) await expect(banner).toContainText(sentence);
      await expect(page.getByRole("main").getByRole("button", { name: SHELL.trainBoth })).toBeEnabled();
      await expect(page.getByText(STRIP.waiting)).toBeVisible();
      await banner.getByRole("button", { name: PROBLEMS.dismiss }).click();
      await expect(banner).toHaveCount(0);
      expect(await page.evaluate(() => location.hash)).toBe(written);
    });
  }
});

test("Good values beside a bad one are used", async ({ page }) => {
  await page.goto(`#/race?${GOOD}&batch=0&epochs=3`);
  await expect(page.getByLabel("Seed", { exact: true })).toHaveValue("7");
  await expect(page.getByLabel("Epochs", { exact: true })).toHaveValue("3");
  await expect(page.getByLabel("Batch", { exact: true })).toHaveValue("64");
});

test("A changed setting writes the address, and a reload restores it", async ({ page }) => {
  await page.goto("");
  const seed = page.getByLabel("Seed", { exact: true });
  await seed.fill("2024");
  await seed.press("Enter");
  await expect(page).toHaveURL(/#\/race\?data=digits@1&net=lenet&seed=2024&product=smin$/);
  await page.reload();
  await expect(seed).toHaveValue("2024");
});

test("Another link followed in the open page takes its settings over", async ({ page }) => {
  await page.goto(`#/race?${GOOD}`);
  await expect(page.getByLabel("Seed", { exact: true })).toHaveValue("7");
  await page.evaluate(() => {
    location.hash = "#/race?data=digits@1&net=lenet-small&seed=8%";
  });
  await expect(page.getByRole("status").filter({ hasText: LINK.strong })).toContainText(
    "Seed cannot be “8%”",
  );
  await expect(page.getByLabel("Seed", { exact: true })).toHaveValue("42");
});
