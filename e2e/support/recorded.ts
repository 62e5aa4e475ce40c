import type { Page } from "@playwright/test";
import type { RecordedRun } from "../../src/train/recordedRun.ts";

const TESTS_AN_EPOCH = 10;

/** A short recorded run that rises to an accuracy, for stories of the page that reads it. */
export function risingRun(
  cell: string,
  run: RecordedRun["run"],
  end: number,
  epochs: number,
  seed = 42,
): RecordedRun {
  const epoch = Array.from({ length: TESTS_AN_EPOCH * epochs }, (_, i) => (i + 1) / TESTS_AN_EPOCH);
  return {
    cell,
    run,
    link: `#/race?data=mnist@1&net=lenet&seed=${seed}&product=smin&epochs=${epochs}`,
    seed,
    epochs,
    accuracy: end,
    images: 10000,
    command: `npm run reproduce -- --cells ${cell} --epochs ${epochs} --seeds ${seed}`,
    device: "story device",
    date: "2026-11-25",
    app: "MinConv Playground",
    tests: {
      step: epoch.map((_, i) => 94 * (i + 1)),
      epoch,
      accuracy: epoch.map((at) => (at === epochs ? end : end * (1 - Math.exp(-3 * at)))),
      images: epoch.map((at) => (Number.isInteger(at) ? 10000 : 1000)),
    },
  };
}

/** Hands these runs out as the site's recorded ones. Call it before the page asks. */
export async function shipRuns(page: Page, runs: readonly RecordedRun[]): Promise<void> {
  const files = runs.map((run) => ({ run, file: `${run.cell}-${run.seed}.json` }));
  await page.route("**/runs/*.json", async (route) => {
    const name = decodeURIComponent(route.request().url().split("/").at(-1) ?? "");
    if (name === "index.json") {
      const index = files.map(({ run: { tests: _, ...summary }, file }) => ({ ...summary, file }));
      return route.fulfill({ json: { runs: index } });
    }
    const found = files.find(({ file }) => file === name);
    return found === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ json: found.run });
  });
}
