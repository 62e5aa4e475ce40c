import { smallConfig } from "../src/train/testing.ts";
import { INTERRUPTED, RUNS } from "../src/ui/strings/runs.ts";
import { SHELL } from "../src/ui/strings/shell.ts";
import { firstLosses } from "./support/curves.ts";
import { button, kept, openRuns, plantRun, QUICK, train } from "./support/runs.ts";
import { expect, test } from "./support/story.ts";

test("a tab that is killed mid-epoch loses nothing: resumed, the losses are those of an undisturbed run", async ({
  context,
  page,
}) => {
  const link = `${QUICK}&seed=7`;
  await page.goto(link);
  await train(page);
  await firstLosses(page, 5);
  await button(page, SHELL.pause).click();
  await expect.poll(async () => (await kept(page)).records[0]?.checkpoint).toBeTruthy();
  await button(page, SHELL.resume).click();
  await firstLosses(page, 15);
  await page.close();

  const again = await context.newPage();
  await again.goto(link);
  await expect(again.getByText(INTERRUPTED.strong)).toBeVisible();
  await button(again, RUNS.resume).click();
  await expect(button(again, SHELL.pause)).toBeVisible({ timeout: 90_000 });
  const resumed = await firstLosses(again, 40);
  await button(again, SHELL.restart).click();
  await expect(button(again, SHELL.pause)).toBeVisible({ timeout: 90_000 });
  expect(await firstLosses(again, 40)).toEqual(resumed);
});

test("kept runs are listed after a reload, renamed in place, and every name is only text", async ({
  page,
}) => {
  await page.goto(QUICK);
  await plantRun(page, { id: "a", name: "first" });
  await plantRun(page, { id: "b", name: "second" }, 0.8);
  await page.reload();
  await expect(button(page, "2 past runs")).toBeVisible();
  const names = [
    "=1+1",
    "a,b",
    'a"b',
    "<img src=x onerror=alert(1)>",
    "../../x",
    "\u202eabc",
    "\u{1f600}",
    "x".repeat(300),
  ];
  page.on("dialog", () => expect("a script in a name").toBe("never run"));
  let dialog = await openRuns(page);
  let name = "first";
  for (const next of names) {
    const field = dialog.getByLabel(RUNS.renameOf(name), { exact: true });
    await field.fill(next);
    await field.press("Enter");
    await expect(dialog.getByLabel(RUNS.renameOf(next), { exact: true })).toHaveValue(next);
    name = next;
  }
  await page.reload();
  dialog = await openRuns(page);
  await expect(dialog.getByLabel(RUNS.renameOf(name), { exact: true })).toHaveValue(name);
  const field = dialog.getByLabel(RUNS.renameOf("second"), { exact: true });
  await field.fill("not this");
  await field.press("Escape");
  await expect(field).toHaveValue("second");
});

test("chosen runs are compared by the settings that differ, and no others", async ({ page }) => {
  await page.goto(QUICK);
  await plantRun(page, { id: "a", name: "first", config: smallConfig({ seed: 1, batch: 16 }) });
  await plantRun(page, { id: "b", name: "second", config: smallConfig({ seed: 2 }) });
  await page.reload();
  const dialog = await openRuns(page);
  await dialog.getByLabel(RUNS.selectOf("first"), { exact: true }).check();
  await expect(dialog.getByText(RUNS.compareMore)).toBeVisible();
  await dialog.getByLabel(RUNS.selectOf("second"), { exact: true }).check();
  const table = dialog.getByRole("region", { name: RUNS.differences }).getByRole("row");
  await expect(table).toHaveText(["firstsecond", "Seed12", "Batch1632"]);
});

test("a deleted run comes back whole, or is gone with all its parts", async ({ page }) => {
  await page.goto(QUICK);
  await plantRun(page, { id: "a", name: "first", pinned: true });
  await plantRun(page, { id: "b", name: "second" });
  await page.reload();
  const before = (await kept(page)).records;
  const dialog = await openRuns(page);
  const remove = (name: string) =>
    dialog
      .getByRole("row")
      .filter({ has: page.getByLabel(RUNS.renameOf(name), { exact: true }) })
      .getByRole("button", { name: RUNS.remove })
      .click();
  await remove("first");
  await expect(dialog.getByLabel(RUNS.renameOf("first"), { exact: true })).toHaveCount(0);
  await button(page, RUNS.undo).click();
  await expect(dialog.getByLabel(RUNS.renameOf("first"), { exact: true })).toBeVisible();
  expect((await kept(page)).records).toEqual(before);
  await remove("first");
  await expect(button(page, RUNS.undo)).toBeVisible();
  await remove("second");
  await expect.poll(async () => (await kept(page)).keys).toEqual(["part/b/history/00000000", "run/b"]);
  await button(page, RUNS.undo).click();
  await expect(dialog.getByLabel(RUNS.renameOf("second"), { exact: true })).toBeVisible();
});

test("pinned and chosen runs are thin lines behind the race, and several seeds a mean with its range", async ({
  page,
}) => {
  await page.goto(QUICK);
  await plantRun(page, { id: "a", name: "first", pinned: true, config: smallConfig({ seed: 40 }) });
  await plantRun(page, { id: "b", name: "second", config: smallConfig({ seed: 41 }) }, 0.8);
  await page.reload();
  await train(page);
  await button(page, SHELL.pause).click();
  const ghosts = page.locator(".accuracy .ghosts .ghost");
  await expect(ghosts).toHaveCount(2);
  await expect(page.locator(".accuracy .ghost-label")).toHaveText(["seed 40"]);
  let dialog = await openRuns(page);
  await dialog
    .getByRole("row")
    .filter({ has: page.getByLabel(RUNS.renameOf("second"), { exact: true }) })
    .getByRole("button", { name: RUNS.show })
    .click();
  await dialog.getByRole("button", { name: RUNS.band }).click();
  await page.keyboard.press("Escape");
  await expect(ghosts).toHaveCount(4);
  for (const path of await ghosts.all()) await expect(path).toHaveAttribute("d", /L/);
  await expect(page.locator(".loss .ghosts .ghost")).toHaveCount(4);
  await expect(page.locator(".accuracy .band-label")).toHaveText(RUNS.bandLabel(2));
  await expect(page.locator(".accuracy .ghosts .range")).toHaveCount(2);
  await button(page, "seed 41").click();
  await expect(ghosts).toHaveCount(2);
  dialog = await openRuns(page);
  await dialog.getByRole("button", { name: RUNS.band }).click();
  await expect(page.locator(".accuracy .range")).toHaveCount(0);
});

test("a run that another tab trains can be neither resumed nor deleted", async ({ context, page }) => {
  await page.goto(QUICK);
  await train(page);
  await expect.poll(async () => (await kept(page)).records.length).toBe(1);
  const other = await context.newPage();
  await other.goto(QUICK);
  const dialog = await openRuns(other);
  await expect(dialog.getByText(RUNS.elsewhere)).toBeVisible();
  await expect(dialog.getByRole("button", { name: RUNS.resume })).toHaveCount(0);
  await expect(dialog.getByRole("button", { name: RUNS.remove })).toBeDisabled();
  await other.close();
  await button(page, SHELL.pause).click();
});
