import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { cifar10 } from "../src/data/cifar10.ts";
import { DATA } from "../src/ui/strings/shell.ts";
import { startDrag } from "./support/drag.ts";
import { expect, test } from "./support/story.ts";
import { finished, tiny, train } from "./support/tiny.ts";

const RECORD = 1 + 3 * 32 * 32;

const data = (page: Page) => page.getByLabel("Data", { exact: true });

async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  const drag = await startDrag(page, { files: paths });
  await drag.drop(700, 400);
}

test.beforeEach(async ({ page }) => {
  await page.goto(tiny());
  await data(page).selectOption("cifar10");
});

test("CIFAR-10 cannot be fetched: the page leads to its publisher and says what to do with the file", async ({
  page,
}) => {
  const { name, page: publisher } = cifar10.archive ?? { name: "", page: "" };
  await expect(page.getByRole("link", { name })).toHaveAttribute("href", publisher);
  await expect(page.getByText(DATA.thenDrop)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Get CIFAR/ })).toHaveCount(0);
});

test("A file cut off and one with a label outside the classes are refused by name", async ({ page }, {
  outputDir,
}) => {
  mkdirSync(outputDir, { recursive: true });
  const write = (name: string, bytes: Buffer) => {
    writeFileSync(join(outputDir, name), bytes);
    return join(outputDir, name);
  };
  const problem = page.getByRole("alert");
  await dropPaths(page, [write("data_batch_1.bin", Buffer.alloc(5000))]);
  await expect(problem).toContainText("data_batch_1.bin");
  await expect(problem.getByRole("row", { name: "length" })).toContainText("5,000 bytes");

  const labelled = Buffer.alloc(10_000 * RECORD);
  labelled[77 * RECORD] = 10;
  await dropPaths(page, [write("data_batch_2.bin", labelled)]);
  await expect(problem).toContainText("record 77 (counted from 0) is 10, allowed is 0 to 9");
});

test.describe("The real files", () => {
  const folder = join(process.env.MINCONV_DATA ?? "", "cifar10");
  const paths = cifar10.files.map(({ name }) => join(folder, name));
  test.skip(!paths.every((path) => existsSync(path)), "MINCONV_DATA names no folder with cifar10/*.gz");

  test("are verified, kept for the next visit, and trained on", async ({ page }) => {
    await dropPaths(page, paths);
    await expect(page.getByText(DATA.ready("your files, kept in this browser"))).toBeVisible({
      timeout: 90_000,
    });
    await page.reload();
    await expect(page.getByText(DATA.ready("kept in this browser"))).toBeVisible({ timeout: 90_000 });
    await page.goto(tiny({ data: "cifar10@1", batch: 5000 }));
    await page.reload();
    await train(page, 2);
    await finished(page);
    for (const score of await page.locator("[data-run] > strong").allInnerTexts())
      expect(Number.parseFloat(score)).toBeGreaterThan(12);
  });
});
