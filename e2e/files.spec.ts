import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { PROBLEMS } from "../src/ui/strings/problems.ts";
import { DATA } from "../src/ui/strings/shell.ts";
import { startDrag } from "./support/drag.ts";
import { dropFiles, MNIST_FILES, mnistFolder } from "./support/files.ts";
import { BLANK, labels } from "./support/idx.ts";
import { expect, test } from "./support/story.ts";

const SMALL = "#/race?data=digits@1&net=lenet-small";

const data = (page: Page) => page.getByLabel("Data", { exact: true });
const picker = (page: Page) => page.getByTestId("files").first();

async function expectReady(page: Page, source = "your files"): Promise<void> {
  await expect(page.getByText(DATA.ready(source))).toBeVisible();
  await expect(data(page)).toHaveValue("mnist");
  await expect(page.getByRole("alert")).toHaveCount(0);
}

test.beforeEach(async ({ page }) => {
  await page.goto(SMALL);
  await expect(page.getByText(DATA.ready("made here"))).toBeVisible();
});

test("The four files are known by what they hold: any order, any name, packed or not", async ({ page }) => {
  await dropFiles(page, [
    { name: "T10K-LABELS (1).gz", bytes: labels(10_000) },
    { name: "a.bin", bytes: BLANK.trainImages() },
    { name: "train-images-idx3-ubyte.gz", bytes: BLANK.testImages() },
    { name: "labels", bytes: BLANK.trainLabels() },
  ]);
  await expectReady(page);
});

test("Given bit by bit, the set says what is still missing", async ({ page }) => {
  await dropFiles(page, [
    { name: "a", bytes: BLANK.trainImages() },
    { name: "b", bytes: BLANK.trainLabels() },
  ]);
  await data(page).selectOption("mnist");
  await expect(page.getByText(DATA.missing(["test images", "test labels"]))).toBeVisible();
  await dropFiles(page, [{ name: "c", bytes: BLANK.testImages() }]);
  await expect(page.getByText(DATA.missing(["test labels"]))).toBeVisible();
  await dropFiles(page, [{ name: "d", bytes: BLANK.testLabels() }]);
  await expectReady(page);
});

test("A truncated file is refused by name, and its mended namesake is taken", async ({ page }) => {
  const name = MNIST_FILES[3];
  const whole = labels(10_000);
  await data(page).selectOption("mnist");
  await picker(page).setInputFiles({ name, mimeType: "", buffer: whole.subarray(0, 5000) });
  const problem = page.getByRole("alert");
  await expect(problem).toContainText(`${name} is cut off.`);
  const row = problem.getByRole("row", { name: "length" });
  await expect(problem.getByRole("columnheader")).toContainText([PROBLEMS.expected, PROBLEMS.found]);
  await expect(row).toContainText("10,008 bytes");
  await expect(row).toContainText("5,000 bytes");

  await picker(page).setInputFiles({ name, mimeType: "", buffer: whole });
  await expect(page.getByText(DATA.missing(["train images", "train labels", "test images"]))).toBeVisible();
  await expect(problem).toHaveCount(0);
});

test("A packed file that is cut off is refused, not waited for", async ({ page }) => {
  const whole = BLANK.testImages();
  await dropFiles(page, [{ name: "cut.gz", bytes: whole.subarray(0, whole.length >> 1) }]);
  await expect(page.getByRole("alert")).toContainText("cut.gz cannot be unpacked: it is cut off or damaged.");
});

test("Images and labels of different counts are refused with both counts", async ({ page }) => {
  await dropFiles(page, [
    { name: "images.gz", bytes: BLANK.trainImages() },
    { name: "labels.gz", bytes: BLANK.testLabels() },
  ]);
  const problem = page.getByRole("alert");
  await expect(problem).toContainText("images.gz holds 60,000 images");
  await expect(problem).toContainText("labels.gz holds 10,000 labels");
});

test("A label outside the classes is refused with its place", async ({ page }) => {
  const bytes = labels(10_000);
  bytes[8 + 1234] = 10;
  await dropFiles(page, [{ name: "labels", bytes }]);
  await expect(page.getByRole("alert")).toContainText("item 1,234 (counted from 0) is 10, allowed is 0 to 9");
});

test("Whatever is dropped wherever, the page stays", async ({ page }, { outputDir }) => {
  const picture = join(outputDir, "picture.png");
  const folder = join(outputDir, "t10k-labels-idx1-ubyte");
  mkdirSync(folder, { recursive: true });
  writeFileSync(picture, Buffer.from("89504e470d0a1a0a", "hex"));
  writeFileSync(join(folder, "t10k-labels-idx1-ubyte"), labels(10_000));
  const address = page.url();
  const stays = async () => {
    expect(page.url()).toBe(address);
    expect(page.context().pages()).toHaveLength(1);
    await expect(page.getByRole("main")).toBeVisible();
  };
  const problem = page.getByRole("alert");

  for (const place of [page.getByRole("banner"), page.locator(".terms"), page.locator("#knob-seed")]) {
    const { x, y, width, height } = (await place.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const at = [x + width / 2, y + height / 2] as const;
    const dropped = await startDrag(page, { files: [picture] });
    await dropped.drop(...at);
    await expect(problem).toContainText("picture.png is no file of MNIST or CIFAR-10");
    await expect(problem).toContainText("a PNG image");
    await stays();
    for (const mimeType of ["text/plain", "text/uri-list"]) {
      const text = await startDrag(page, { items: [{ mimeType, data: "https://example.com/" }] });
      await text.drop(...at);
      await stays();
    }
  }
  await expect(page.getByText(DATA.notFiles)).toBeVisible();

  mkdirSync(join(outputDir, "empty"));
  const empty = await startDrag(page, { files: [join(outputDir, "empty")] });
  await empty.drop(400, 400);
  await expect(page.getByText(DATA.emptyDrop)).toBeVisible();

  await data(page).selectOption("mnist");
  const unpacked = await startDrag(page, { files: [folder] });
  await unpacked.drop(400, 400);
  await expect(page.getByText(DATA.missing(["train images", "train labels", "test images"]))).toBeVisible();
});

test("The page offers itself during a drag, and no longer when the drag is given up", async ({ page }, {
  outputDir,
}) => {
  const file = join(outputDir, "labels");
  mkdirSync(outputDir, { recursive: true });
  writeFileSync(file, labels(10_000));
  const drag = await startDrag(page, { files: [file] });
  await drag.over(700, 400);
  await expect(page.getByText(DATA.dropHere)).toBeVisible();
  await drag.cancel();
  await expect(page.getByText(DATA.dropHere)).toHaveCount(0);
});

test("A refusal can be closed, and is in sight on a narrow window and on a phone too", async ({ page }) => {
  const getMnist = page.getByRole("button", { name: /^Get MNIST/ });
  const problem = page.getByRole("alert");
  for (const width of [1440, 900, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await dropFiles(page, [{ name: "notes.txt", bytes: Buffer.alloc(0) }]);
    await expect(problem).toContainText("notes.txt is no file of MNIST or CIFAR-10");
    await expect(problem).toContainText("an empty file");
    await expect(problem.getByRole("heading")).toBeInViewport();
    await expect(getMnist).toHaveCount(0);
    await problem.getByRole("button", { name: PROBLEMS.dismiss }).click();
    await expect(problem).toHaveCount(0);
    await expect(getMnist).toBeVisible();
    await page.keyboard.press("Escape");
  }
});

test.describe("The real files", () => {
  const folder = mnistFolder();
  test.skip(folder === null, "MINCONV_DATA names no folder with mnist/");

  test("are taken from the file dialog", async ({ page }) => {
    await picker(page).setInputFiles(MNIST_FILES.map((name) => join(folder ?? "", name)));
    await expectReady(page, "your files, kept in this browser");
  });

  test("are not mixed with others of their form", async ({ page }, { outputDir }) => {
    const paths = MNIST_FILES.map((name) => join(folder ?? "", name));
    const images = gunzipSync(readFileSync(paths[2] ?? ""));
    images[5000] = 255 - (images[5000] ?? 0);
    paths[2] = join(outputDir, "changed");
    mkdirSync(outputDir, { recursive: true });
    writeFileSync(paths[2], images);
    await picker(page).setInputFiles(paths);
    await expect(page.getByRole("alert")).toContainText("changed: not the published MNIST file");
  });
});
