import type { Page, TestInfo } from "@playwright/test";
import { PICTURE } from "../src/ui/strings/lookPicture.ts";
import { expect, test } from "./support/story.ts";

/** Pen paths of the digits, in hundredths of the pad from its upper left corner. */
const STROKES: readonly (readonly (readonly [number, number])[])[][] = [
  [
    [
      [50, 20],
      [38, 26],
      [31, 42],
      [31, 58],
      [38, 74],
      [50, 80],
      [62, 74],
      [69, 58],
      [69, 42],
      [62, 26],
      [51, 20],
    ],
  ],
  [
    [
      [54, 20],
      [51, 50],
      [48, 80],
    ],
  ],
  [
    [
      [33, 34],
      [38, 24],
      [50, 20],
      [61, 26],
      [63, 38],
      [55, 52],
      [43, 66],
      [33, 78],
      [50, 78],
      [68, 77],
    ],
  ],
  [
    [
      [35, 25],
      [48, 20],
      [61, 26],
      [60, 39],
      [47, 47],
      [62, 54],
      [66, 67],
      [53, 79],
      [35, 74],
    ],
  ],
  [
    [
      [42, 22],
      [33, 53],
      [68, 51],
    ],
    [
      [60, 28],
      [56, 80],
    ],
  ],
  [
    [
      [41, 22],
      [37, 45],
      [52, 42],
      [65, 53],
      [63, 70],
      [50, 79],
      [35, 74],
    ],
    [
      [41, 22],
      [66, 20],
    ],
  ],
  [
    [
      [60, 20],
      [45, 32],
      [36, 52],
      [37, 70],
      [50, 79],
      [62, 70],
      [60, 57],
      [48, 52],
      [38, 62],
    ],
  ],
  [
    [
      [33, 24],
      [50, 23],
      [67, 22],
      [58, 48],
      [49, 80],
    ],
  ],
  [
    [
      [60, 30],
      [50, 21],
      [39, 29],
      [44, 42],
      [57, 55],
      [62, 68],
      [50, 79],
      [38, 70],
      [44, 55],
      [57, 42],
      [60, 30],
    ],
  ],
  [
    [
      [62, 33],
      [50, 22],
      [38, 32],
      [42, 46],
      [55, 46],
      [63, 33],
      [60, 55],
      [55, 80],
    ],
  ],
];

async function draw(page: Page, strokes: (typeof STROKES)[number]): Promise<void> {
  const box = await page.getByRole("img", { name: /^Drawing pad/ }).boundingBox();
  if (box === null) throw new Error("there is no pad");
  for (const [start, ...rest] of strokes) {
    const at = ([x, y]: readonly [number, number]) =>
      [box.x + (x / 100) * box.width, box.y + (y / 100) * box.height] as const;
    await page.mouse.move(...at(start as readonly [number, number]));
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...at(point), { steps: 4 });
    await page.mouse.up();
  }
}

/** What each network says the drawing is. */
async function verdicts(page: Page): Promise<readonly string[]> {
  await expect(page.locator(".says li b")).toHaveCount(2);
  return page.locator(".says li b").allInnerTexts();
}

/** The drawing as both see it and what they say, kept beside the report. */
async function keep(page: Page, info: TestInfo, digit: number): Promise<void> {
  const body = await page.getByRole("complementary").screenshot();
  await info.attach(`digit ${digit}`, { body, contentType: "image/png" });
}

test("Of ten drawn digits the pretrained networks tell most: the exact one 9, the min-selector 8", async ({
  page,
}, info) => {
  await page.goto("#/look");
  await page.getByRole("button", { name: PICTURE.sources.draw, exact: true }).click({ timeout: 60_000 });
  const right = [0, 0];
  for (const [digit, strokes] of STROKES.entries()) {
    await draw(page, strokes);
    const picture = page.getByRole("img", { name: PICTURE.drawn });
    await expect(picture).toBeVisible();
    // The answers follow the pen; these are of all strokes.
    await expect(page.locator(".verdicts")).toHaveAttribute("aria-busy", "false");
    const said = await verdicts(page);
    for (const [i, answer] of said.entries()) if (answer === String(digit)) right[i] = (right[i] ?? 0) + 1;
    info.annotations.push({ type: `drawn ${digit}`, description: `exact says ${said[0]}, smin ${said[1]}` });
    await keep(page, info, digit);
    await page.getByRole("button", { name: PICTURE.clear }).click();
    await expect(page.locator(".verdicts")).toHaveCount(0);
  }
  expect(right[0]).toBeGreaterThanOrEqual(9);
  expect(right[1]).toBeGreaterThanOrEqual(8);
});
