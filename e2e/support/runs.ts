import { expect, type Page } from "@playwright/test";
import type { RunRecord } from "../../src/runs/record.ts";
import { aRecord } from "../../src/runs/testing.ts";
import { smallConfig } from "../../src/train/testing.ts";
import { RUNS } from "../../src/ui/strings/runs.ts";
import { SHELL } from "../../src/ui/strings/shell.ts";
import { TINY_LAYERS } from "./tiny.ts";

/** A race of quick steps with nothing between them, and no end soon. */
export const QUICK = `#/race?data=digits@1&net=custom&layers=${TINY_LAYERS}&epochs=50&batch=32&testEvery=1000&testImages=100`;

export const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first();

export async function train(page: Page): Promise<void> {
  await button(page, SHELL.trainBoth).click();
  await expect(button(page, SHELL.pause)).toBeVisible({ timeout: 90_000 });
}

/** Opens the table of kept runs. */
export async function openRuns(page: Page) {
  await button(page, /past runs?$|^Past runs/i).click();
  const dialog = page.getByRole("dialog", { name: RUNS.title });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Every record kept in the browser, and the keys of everything. */
export async function kept(page: Page): Promise<{ records: Record<string, unknown>[]; keys: string[] }> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opened = indexedDB.open("minconv-runs");
        opened.onerror = () => reject(opened.error);
        opened.onsuccess = () => {
          const database = opened.result;
          if (!database.objectStoreNames.contains("entries")) return resolve({ records: [], keys: [] });
          const entries = database.transaction("entries").objectStore("entries");
          const records = entries.getAll(IDBKeyRange.bound("run/", "run/\uffff"));
          const keys = entries.getAllKeys();
          keys.onsuccess = () => {
            database.close();
            resolve({ records: records.result, keys: keys.result.map(String) });
          };
        };
      }),
  );
}

/** Puts a value into the kept runs' database; lists of numbers become columns. */
export async function plant(page: Page, key: string, value: unknown): Promise<void> {
  await page.evaluate(
    ([place, planted]) =>
      new Promise<void>((resolve, reject) => {
        const columns = (part: unknown): unknown => {
          if (Array.isArray(part))
            return typeof part[0] === "number" ? Float64Array.from(part) : part.map(columns);
          if (typeof part !== "object" || part === null) return part;
          return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, columns(value)]));
        };
        const opened = indexedDB.open("minconv-runs");
        opened.onupgradeneeded = () => opened.result.createObjectStore("entries");
        opened.onerror = () => reject(opened.error);
        opened.onsuccess = () => {
          const writing = opened.result.transaction("entries", "readwrite");
          writing.objectStore("entries").put(columns(planted), place as string);
          writing.oncomplete = () => {
            opened.result.close();
            resolve();
          };
        };
      }),
    [key, value] as const,
  );
}

/** Puts a run into the browser that trained 60 steps, with `accuracy` reached by both networks. */
export async function plantRun(page: Page, changes: Partial<RunRecord>, accuracy = 0.9): Promise<void> {
  const config = { ...smallConfig(), ...changes.config };
  const record = aRecord({ status: "finished", step: 60, epoch: 0.6, ...changes, config });
  await plant(page, `run/${record.id}`, record);
  const steps = Array.from({ length: 60 }, (_, i) => i + 1);
  const losses = {
    step: steps,
    epoch: steps.map((step) => step / 100),
    loss: steps.map((step) => 2 / step),
    accuracy: steps.map(() => 0.5),
    gradientNorm: steps.map(() => 1),
  };
  const tens = steps.filter((step) => step % 10 === 0);
  const tests = {
    step: tens,
    epoch: tens.map((step) => step / 100),
    accuracy: tens.map((step) => accuracy * (1 - 1 / step)),
    loss: tens.map((step) => 1 / step),
    images: tens.map(() => 100),
    whole: tens.map(() => 0),
  };
  const lanes = record.lanes.map(({ run }) => ({ run, losses, tests }));
  await plant(page, `part/${record.id}/history/00000000`, { version: 1, lanes });
}
