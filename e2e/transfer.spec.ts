import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { Pretrained } from "../src/train/pretrained.ts";
import { IMPORT } from "../src/ui/strings/files.ts";
import { CHART, RACE } from "../src/ui/strings/race.ts";
import { SETUP } from "../src/ui/strings/shell.ts";
import { rawSeries } from "./support/curves.ts";
import { expect, settled, test } from "./support/story.ts";
import { finished, tiny, train } from "./support/tiny.ts";

test("a third network goes on from the exact one's weights, and says where it began", async ({ page }) => {
  await page.goto(tiny({ epochs: 2 }));
  await settled(page);
  await page.getByRole("button", { name: SETUP.transfer.exact }).click();
  await expect(page.getByRole("textbox", { name: "Transfer after" })).toHaveValue("1");
  await page.getByRole("button", { name: "Train all three" }).first().click();
  const third = page.locator('[data-run="transfer"]');
  await expect(third).toContainText(RACE.waits(1), { timeout: 60_000 });
  await expect(third.locator("strong")).not.toHaveClass("none", { timeout: 120_000 });
  await finished(page);

  // Its number before its first step stands under the score and on the chart, where it began.
  const began = await third.locator(".began").innerText();
  const mark = page.locator(".accuracy .start-mark");
  expect(began.replace(" %", "")).toBe(await mark.innerText());
  await expect(page.locator(".accuracy .mean path.recharts-line-curve")).toHaveCount(3);

  const lines = await rawSeries(page);
  const tests = lines.filter((line) => line.startsWith("test,transfer,"));
  expect(tests[0]).toMatch(/^test,transfer,12,1,/);
  const steps = (run: string) => lines.filter((line) => line.startsWith(`step,${run},`));
  expect(steps("exact")).toHaveLength(24);
  expect(steps("transfer").map((line) => line.split(",")[2])).toEqual(
    Array.from({ length: 12 }, (_, i) => String(13 + i)),
  );
  expect(began).toContain((100 * Number(tests[0]?.split(",")[5])).toFixed(2));

  // The whole test set of all three is read aloud, and the table leaves open what was not measured.
  await expect(page.getByRole("main").getByRole("status").last()).toContainText(/transfer [\d.]+ percent/);
  await page.getByRole("button", { name: CHART.asTable }).first().click();
  const rows = page.getByRole("dialog").getByRole("row");
  await expect(rows.first()).toContainText("transfer");
  await expect(rows.last().getByRole("cell").last()).toBeEmpty();
});

const PRETRAINED = "offered.safetensors";

/** Hands a file of weights of the tiny network out as the site's pretrained one. */
async function shipWeights(page: Page, body: Buffer): Promise<void> {
  const entry: Pretrained = {
    file: PRETRAINED,
    bytes: body.length,
    network: "custom",
    data: "digits",
    run: "exact",
    seed: 42,
    epochs: 2,
    accuracy: 0.6195,
    images: 2000,
    command: "npm run reproduce",
    device: "story device",
    date: "2026-11-25",
    app: "MinConv Playground",
  };
  await page.route("**/weights/*", (route) =>
    route.request().url().endsWith("index.json")
      ? route.fulfill({ json: { weights: [entry] } })
      : route.fulfill({ body }),
  );
}

test("a third network starts from weights in a file, or from pretrained ones", async ({ page }) => {
  await page.goto(tiny());
  await train(page, 2);
  await finished(page);
  await page.getByRole("button", { name: "Weights" }).click();
  const saving = page.waitForEvent("download");
  await page
    .getByRole("group", { name: "multiplying" })
    .getByRole("button", { name: /^32 bit/ })
    .click();
  const saved = await saving;
  await page.keyboard.press("Escape");

  const bytes = readFileSync(await saved.path());
  await shipWeights(page, bytes);
  await page.getByRole("button", { name: SETUP.transfer.saved }).click();
  await page.getByRole("button", { name: "Restart" }).first().click();
  await expect(page.getByRole("alert")).toContainText(IMPORT.noWeights.message);
  const name = "exact.safetensors";
  await page.getByTestId("weights").setInputFiles({ name, mimeType: "", buffer: bytes });
  await expect(page.getByText(name)).toBeVisible();
  await expect(page.getByText("exact after 1 epoch of digits.")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);

  // What the site offers is fetched when it is asked for, and takes the file's place.
  const offered = page.getByRole("group", { name: IMPORT.pretrained });
  await offered.getByRole("button", { name: /^exact, 61\.95 %/ }).click();
  await expect(page.getByText(PRETRAINED)).toBeVisible();
  await expect(offered).toHaveCount(0);

  await page.getByRole("button", { name: "Restart" }).first().click();
  const third = page.locator('[data-run="transfer"]');
  await expect(third.locator(".began")).toBeVisible({ timeout: 120_000 });
  // It begins before the first step, with what it was given.
  const [first] = (await rawSeries(page)).filter((line) => line.startsWith("test,transfer,"));
  expect(first).toMatch(/^test,transfer,0,0,/);
});
