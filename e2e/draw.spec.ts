import type { Locator, Page } from "@playwright/test";
import { LOOK } from "../src/ui/strings/look.ts";
import { cameraTrouble, PICTURE } from "../src/ui/strings/lookPicture.ts";
import { dropFiles } from "./support/files.ts";
import { expect, test } from "./support/story.ts";
import { tiny, train } from "./support/tiny.ts";

const pad = (page: Page) => page.getByRole("img", { name: /^Drawing pad/ });
const drawn = (page: Page) => page.getByRole("img", { name: PICTURE.drawn });
const says = (page: Page) => page.locator(".says li");
const source = (page: Page, name: string) =>
  page.getByRole("group", { name: PICTURE.source }).getByRole("button", { name, exact: true });

/** Trains the tiny networks and looks into them. */
async function look(page: Page): Promise<void> {
  await page.goto(tiny());
  await train(page, 2);
  await page.getByRole("link", { name: "Look" }).click();
  await expect(says(page)).toHaveCount(2);
}

/** The widths of the bars, in the order of the page. */
const bars = (page: Page) =>
  page.locator(".verdicts ol i").evaluateAll((all) => all.map((bar) => (bar as HTMLElement).style.width));

/** Where on the screen a place of the pad is, 0 to 1 from its upper left corner. */
async function place(canvas: Locator, x: number, y: number): Promise<[number, number]> {
  const box = await canvas.boundingBox();
  if (box === null) throw new Error("there is no pad");
  return [box.x + x * box.width, box.y + y * box.height];
}

/** The bytes of a canvas's picture. */
const pixels = (canvas: Locator) => canvas.evaluate((shown) => (shown as HTMLCanvasElement).toDataURL());

/** A picture file of a dark upright line on light paper, as the browser writes it. */
async function lineOnPaper(page: Page): Promise<Buffer> {
  const address = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 300;
    canvas.height = 200;
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.fillStyle = "#ddd";
    context.fillRect(0, 0, 300, 200);
    context.fillStyle = "#222";
    context.fillRect(142, 40, 16, 120);
    return canvas.toDataURL("image/png");
  });
  return Buffer.from(address.split(",")[1] ?? "", "base64");
}

test("A digit is drawn with the mouse, both networks answer, and undo and clear take it back", async ({
  page,
}) => {
  await look(page);
  await source(page, PICTURE.sources.draw).click();
  await expect(page.getByText(PICTURE.drawFirst)).toBeVisible();
  await expect(page.locator(".verdicts")).toHaveCount(0);
  await expect(drawn(page)).toHaveCount(0);

  await page.mouse.move(...(await place(pad(page), 0.3, 0.2)));
  await page.mouse.down();
  await page.mouse.move(...(await place(pad(page), 0.7, 0.2)), { steps: 4 });
  await expect(says(page)).toHaveCount(2); // while the pen is down
  await expect(page.locator(".verdicts ol > li")).toHaveCount(5);
  const before = await bars(page);
  expect(before).toHaveLength(10);
  await page.mouse.move(...(await place(pad(page), 0.5, 0.8)), { steps: 4 });
  await expect.poll(() => bars(page)).not.toEqual(before);
  await page.mouse.up();
  await expect(pad(page)).toHaveAccessibleName(PICTURE.pad(1));
  const seven = await pixels(drawn(page));

  await page.mouse.move(...(await place(pad(page), 0.35, 0.5)));
  await page.mouse.down();
  await page.mouse.move(...(await place(pad(page), 0.75, 0.5)), { steps: 3 });
  await page.mouse.up();
  await expect(pad(page)).toHaveAccessibleName(PICTURE.pad(2));
  await expect.poll(() => pixels(drawn(page))).not.toBe(seven);
  await page.getByRole("button", { name: PICTURE.undo }).click();
  await expect.poll(() => pixels(drawn(page))).toBe(seven);

  await page.getByRole("link", { name: "Race" }).click();
  await page.getByRole("link", { name: "Look" }).click();
  await expect(pad(page)).toHaveAccessibleName(PICTURE.pad(1)); // a drawing outlives the view
  await expect(says(page)).toHaveCount(2);

  await page.getByRole("button", { name: PICTURE.clear }).click();
  await expect(pad(page)).toHaveAccessibleName(PICTURE.pad(0));
  await expect(page.getByText(PICTURE.drawFirst)).toBeVisible();
  await expect(drawn(page)).toHaveCount(0);
  await expect(page.locator(".verdicts")).toHaveCount(0);
  await expect(page.getByRole("button", { name: PICTURE.undo })).toBeDisabled();
});

test("Test images are stepped through and chosen by keyboard", async ({ page }) => {
  await look(page);
  const image = (index: number) => page.getByRole("img", { name: new RegExp(`^Test image ${index}: \\d$`) });
  await expect(image(0)).toBeVisible();
  await page.getByRole("button", { name: PICTURE.next }).focus();
  await page.keyboard.press("Enter");
  await expect(image(1)).toBeVisible();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("img", { name: /^Test image 1,999: \d$/ })).toBeVisible();
  const field = page.getByLabel(PICTURE.index, { exact: true });
  await field.fill("17");
  await field.press("Enter");
  await expect(image(17)).toBeVisible();
  await field.fill("2000");
  await field.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Test image goes from 0 to 1999.");
  await expect(image(17)).toBeVisible();
});

test("A picture dropped on the page is shown to both, light on dark, and one that is none is refused", async ({
  page,
}) => {
  await look(page);
  await dropFiles(page, [{ name: "one.png", bytes: await lineOnPaper(page) }]);
  await expect(page.getByText(PICTURE.made(true, true))).toBeVisible();
  await expect(says(page)).toHaveCount(2);
  await expect(page.locator(".problem")).toHaveCount(0);
  const shown = page.getByRole("img", { name: PICTURE.given });
  const [paper, ink] = await shown.evaluate((canvas) => {
    const { data } = (
      (canvas as HTMLCanvasElement).getContext("2d") as CanvasRenderingContext2D
    ).getImageData(0, 14, 28, 1);
    return [data[0], data[4 * 14]];
  });
  expect([paper, ink]).toEqual([0, 255]);

  const broken = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4]);
  await page
    .getByTestId("picture")
    .setInputFiles({ name: "torn.png", mimeType: "image/png", buffer: broken });
  await expect(page.getByRole("alert")).toHaveText(PICTURE.unreadable("torn.png"));
  await expect(page.locator(".verdicts")).toHaveCount(0);
});

test("A camera gives a picture and is let go; without one that is said", async ({ page }) => {
  await page.addInitScript(`{
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 96;
    const context = canvas.getContext("2d");
    const paint = () => {
      context.fillStyle = "#eee";
      context.fillRect(0, 0, 96, 96);
      context.fillStyle = "#111";
      context.fillRect(42, 20, 12, 56);
    };
    paint();
    setInterval(paint, 50);
    globalThis.cameras = [];
    navigator.mediaDevices.getUserMedia = async () => {
      if (globalThis.refuse) throw new DOMException("refused", "NotAllowedError");
      const stream = canvas.captureStream(20);
      globalThis.cameras.push(...stream.getTracks());
      return stream;
    };
  }`);
  const running = () =>
    page.evaluate(() =>
      (globalThis as unknown as { cameras: MediaStreamTrack[] }).cameras.map(({ readyState }) => readyState),
    );
  await look(page);
  await source(page, PICTURE.sources.camera).click();
  await expect(page.locator(".verdicts")).toHaveCount(0);
  await page.getByRole("button", { name: PICTURE.start }).click();
  await page.getByRole("button", { name: PICTURE.take }).click();
  await expect(page.getByText(PICTURE.made(true, true))).toBeVisible();
  await expect(says(page)).toHaveCount(2);
  expect(await running()).toEqual(["ended"]);

  await page.getByRole("button", { name: PICTURE.again }).click();
  await expect(page.getByRole("button", { name: PICTURE.take })).toBeEnabled();
  await source(page, PICTURE.sources.test).click();
  await expect(says(page)).toHaveCount(2);
  expect(await running()).toEqual(["ended", "ended"]);

  await page.evaluate("globalThis.refuse = true");
  await source(page, PICTURE.sources.camera).click();
  await page.getByRole("button", { name: PICTURE.start }).click();
  await expect(page.getByRole("alert")).toHaveText(
    cameraTrouble(new DOMException("refused", "NotAllowedError")),
  );
  await expect(page.getByRole("button", { name: PICTURE.start })).toBeVisible();
});

test.describe("On a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("a finger draws on the pad and does not scroll the page", async ({ page }) => {
    await look(page);
    await source(page, PICTURE.sources.draw).click();
    await pad(page).scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    const touch = await page.context().newCDPSession(page);
    const send = async (type: "touchStart" | "touchMove", x: number, y: number) => {
      const [left, top] = await place(pad(page), x, y);
      await touch.send("Input.dispatchTouchEvent", { type, touchPoints: [{ x: left, y: top }] });
    };
    await send("touchStart", 0.5, 0.85);
    for (const y of [0.7, 0.5, 0.3, 0.15]) await send("touchMove", 0.5, y);
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await expect(pad(page)).toHaveAccessibleName(PICTURE.pad(1));
    await expect(says(page)).toHaveCount(2);
    expect(await page.evaluate(() => scrollY)).toBe(before);
    const { width } = (await pad(page).boundingBox()) ?? { width: 0 };
    expect(width).toBeGreaterThan(300);
    await expect(page.getByText(LOOK.picture, { exact: true })).toBeVisible();
  });
});
