import type { Page } from "@playwright/test";
import { aRecord } from "../src/runs/testing.ts";
import { KEEPING, RUNS, TROUBLE } from "../src/ui/strings/runs.ts";
import { SHELL } from "../src/ui/strings/shell.ts";
import { firstLosses } from "./support/curves.ts";
import { runFirst } from "./support/prelude.ts";
import { button, kept, openRuns, plant, plantRun, QUICK, train } from "./support/runs.ts";
import { expect, test } from "./support/story.ts";
import { TINY_LAYERS } from "./support/tiny.ts";

const throws = (name: string) =>
  `Object.defineProperty(globalThis, "${name}", { configurable: true, get() { throw new DOMException("The operation is insecure.", "SecurityError"); } });`;

const FAULTS: readonly (readonly [fault: string, prelude: string, said: string | null])[] = [
  ["throws when its database is touched", throws("indexedDB"), TROUBLE.blocked.text],
  [
    "does not open its database",
    `IDBFactory.prototype.open = function () {
      const request = { error: new DOMException("no", "UnknownError") };
      setTimeout(() => request.onerror?.(), 0);
      return request;
    };`,
    TROUBLE.blocked.text,
  ],
  [
    "never answers when its database is opened",
    "IDBFactory.prototype.open = () => ({});",
    TROUBLE.silent.text,
  ],
  ["throws when its small storage is touched", throws("localStorage"), null],
  [
    "has no locks and no estimate of its storage",
    "delete Object.getPrototypeOf(navigator).locks; delete Object.getPrototypeOf(navigator).storage;",
    null,
  ],
];

test.describe("A browser that", () => {
  for (const [fault, prelude, said] of FAULTS) {
    test(`${fault} trains all the same and says once that runs are not kept`, async ({ page }) => {
      await runFirst(page, prelude);
      await page.goto(QUICK);
      const banner = page.getByText(said ?? "never said");
      if (said !== null) await expect(banner).toBeVisible();
      await train(page);
      await firstLosses(page, 5);
      await button(page, SHELL.pause).click();
      await expect(button(page, SHELL.resume)).toBeVisible();
      await expect(banner).toHaveCount(said === null ? 0 : 1);
      const dialog = await openRuns(page);
      await expect(dialog.getByText(RUNS.looking)).toHaveCount(0);
    });
  }
});

test("When the storage is full training goes on, and room can be made", async ({ page }) => {
  // Of enough weights that their checkpoint does not fit.
  await page.goto(QUICK.replace(TINY_LAYERS, "pool2-fc256-relu-fc10"));
  // Before anything is written: the browser remembers for a while how much room it found.
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1_000_000 });
  await plantRun(page, { id: "a", name: "first" });
  await page.reload();
  await train(page);
  await firstLosses(page, 2);
  await button(page, SHELL.pause).click();
  await expect(page.getByText(TROUBLE.full.strong)).toBeVisible();
  await button(page, SHELL.resume).click();
  await firstLosses(page, 15);
  await button(page, KEEPING.choose).click();
  const dialog = page.getByRole("dialog", { name: RUNS.title });
  await expect(dialog.getByLabel(RUNS.renameOf("first"), { exact: true })).toBeVisible();
  await expect(dialog.getByText(/This site uses/)).toBeVisible();
  await expect.poll(async () => (await kept(page)).records.length).toBe(2);
});

const PREFERENCES = [
  "{",
  "null",
  "[]",
  '"x"',
  '{"state":{}}',
  '{"version":1,"weightsLimit":"much"}',
  '{"version":999,"weightsLimit":5}',
];

test("A stored preference that cannot be read is said, and left as it is", async ({ page }) => {
  for (const value of PREFERENCES) {
    await page.goto(QUICK);
    await page.evaluate((text) => localStorage.setItem("minconv-keeping", text), value);
    await page.reload();
    const dialog = await openRuns(page);
    await expect(
      dialog.getByText(value.includes("999") ? RUNS.newerPreferences : RUNS.unreadablePreferences),
    ).toBeVisible();
    await expect(dialog.getByLabel(RUNS.limit)).toHaveValue("100");
    expect(await page.evaluate(() => localStorage.getItem("minconv-keeping"))).toBe(value);
  }
  // A choice of the visitor takes the place of a damaged value, which is kept beside; never of a newer page's.
  const field = page.getByLabel(RUNS.limit);
  await field.fill("50");
  await field.press("Enter");
  expect(await stored(page)).toEqual([PREFERENCES.at(-1), null]);
  await page.evaluate(() => localStorage.setItem("minconv-keeping", "{"));
  await field.fill("60");
  await field.press("Enter");
  expect(await stored(page)).toEqual(['{"version":1,"weightsLimit":60}', "{"]);
});

const stored = (page: Page) =>
  page.evaluate(() => [
    localStorage.getItem("minconv-keeping"),
    localStorage.getItem("minconv-keeping-unreadable"),
  ]);

test("Stored runs that cannot be read are set aside as they are; the others are listed", async ({ page }) => {
  const { lanes: _, config: __, ...half } = aRecord({ id: "half" });
  const bad: Readonly<Record<string, unknown>> = {
    half,
    text: "{",
    net: aRecord({ id: "net", config: { ...aRecord().config, net: "gone" as "lenet" } }),
    number: aRecord({ id: "number", step: "ten" as unknown as number }),
    newer: { version: 999, id: "newer" },
  };
  await page.goto(QUICK);
  await plantRun(page, { id: "a", name: "first" });
  for (const [id, value] of Object.entries(bad)) await plant(page, `run/${id}`, value);
  const before = (await kept(page)).records;
  await page.reload();
  const dialog = await openRuns(page);
  await expect(dialog.getByLabel(RUNS.renameOf("first"), { exact: true })).toBeVisible();
  await expect(dialog.getByRole("button", { name: RUNS.asideSave })).toHaveCount(5);
  await expect(dialog.getByRole("button", { name: RUNS.asideRemove })).toHaveCount(4);
  await expect(dialog.getByText(/newer version of this page wrote it/)).toBeVisible();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: RUNS.asideSave }).first().click();
  expect((await download).suggestedFilename()).toBe("minconv-run-half.json");
  await page.keyboard.press("Escape");
  await train(page);
  await button(page, SHELL.pause).click();
  await expect.poll(async () => (await kept(page)).records.length).toBe(before.length + 1);
  expect((await kept(page)).records).toEqual(expect.arrayContaining(before));
});
