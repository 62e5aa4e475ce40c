import { describe, expect, test } from "vitest";
import { ACCURACY_FIGURES, TABLE_3, TABLE_4, TABLE_5 } from "../../theory/paper.ts";
import { defaultConfig, fromLink, toLink } from "../../train/link.ts";
import type { RecordedRun } from "../../train/recordedRun.ts";
import { curvesUpTo, figureAxis, figurePlot, figureRuns, lastEpoch, slowness } from "./figure.ts";
import { compareTable5, scaleOf, summaryOf, table5Csv } from "./measured.ts";
import { networkCounts } from "./networkCounts.ts";
import { loadRecordedRuns } from "./recorded.ts";
import { settingsFor } from "./runThis.ts";

/** A run whose accuracy rises along the given whole-set tests, one an epoch. */
function recorded(
  cell: string,
  run: RecordedRun["run"],
  accuracies: readonly number[],
  seed = 42,
): RecordedRun {
  return {
    cell,
    run,
    link: toLink(defaultConfig()),
    seed,
    epochs: accuracies.length,
    accuracy: accuracies.at(-1) ?? 0,
    images: 10000,
    command: "npm run reproduce",
    device: "a device",
    date: "2026-11-25",
    app: "MinConv Playground",
    tests: {
      step: accuracies.map((_, i) => 938 * (i + 1)),
      epoch: accuracies.map((_, i) => i + 1),
      accuracy: [...accuracies],
      images: accuracies.map(() => 10000),
    },
  };
}

const EXACT = recorded("lenet-mnist-exact", "exact", [0.97, 0.98, 0.985, 0.988, 0.989, 0.99]);
const SMIN = recorded("lenet-mnist-smin-170", "smin", [0.94, 0.96, 0.97, 0.975, 0.978, 0.98]);

describe("Table 5 beside recorded runs", () => {
  test("nothing recorded: twelve cells not run, and no number to show", () => {
    const comparisons = compareTable5([]);
    expect(comparisons.map(({ measured }) => measured)).toEqual(Array(12).fill(null));
    expect(summaryOf(comparisons)).toBeNull();
  });

  test("the longest runs count, with the range over their seeds", () => {
    const runs = [
      recorded("lenet-mnist-exact", "exact", [0.5]),
      recorded("lenet-mnist-exact", "exact", [0.5, 0.98], 1),
      recorded("lenet-mnist-exact", "exact", [0.5, 0.99], 2),
    ];
    const measured = compareTable5(runs)[0]?.measured;
    expect(measured).toMatchObject({ epochs: 2, lowest: 98, highest: 99 });
    expect(measured?.percent).toBeCloseTo(98.5);
    expect(measured?.runs.map(({ seed }) => seed)).toEqual([1, 2]);
  });

  test("the summary takes the difference as the two printed numbers show it", () => {
    expect(summaryOf(compareTable5([EXACT, SMIN]))).toEqual({
      measured: 2,
      printed: 12,
      largestDifference: 0.42,
      epochs: [6, 6],
    });
  });

  test("a column's scale ends at round numbers around print and measurement", () => {
    const mnist = compareTable5([SMIN]).filter(({ cell }) => cell.data === "mnist");
    expect(scaleOf(mnist)).toEqual([98, 99.5]);
    const cifar = compareTable5([]).filter(({ cell }) => cell.net === "lenet" && cell.data === "cifar10");
    expect(scaleOf(cifar)).toEqual([60, 80]);
  });

  test("the CSV has a line a cell, empty where nothing was measured", () => {
    const lines = table5Csv(compareTable5([SMIN]))
      .trim()
      .split("\r\n");
    expect(lines).toHaveLength(13);
    expect(lines[4]).toBe("lenet,mnist,smin,170,98.42,98,98,98,6,42,a device,2026-11-25,npm run reproduce");
    expect(lines[1]).toBe("lenet,mnist,exact,,99.06,,,,,,,,");
  });
});

describe("Run this now", () => {
  test("every cell's settings are whole and survive a link", () => {
    for (const cell of TABLE_5) {
      const config = { ...defaultConfig(), ...settingsFor(cell) };
      expect(fromLink(toLink(config))).toMatchObject({ config, problems: [] });
      expect(config).toMatchObject({ net: cell.net, data: cell.data, product: "smin" });
    }
  });

  test("transfer learning trains the exact network for its 512 epochs first", () => {
    const cell = TABLE_5.find(({ id }) => id === "mini-cifar-cifar10-transfer-1024");
    expect(cell && settingsFor(cell)).toMatchObject({ transfer: "exact", transferAfter: 512, epochs: 1536 });
  });
});

describe("Figures 4 to 6", () => {
  const figure = ACCURACY_FIGURES[0];
  if (figure === undefined) throw new Error("no figure");

  test("take each run's longest recording, and of other cells none", () => {
    const short = recorded("lenet-mnist-exact", "exact", [0.9]);
    const other = recorded("lenet-cifar10-smin-512", "smin", [0.5]);
    expect(figureRuns(figure, [short, SMIN, other, EXACT])).toEqual([EXACT, SMIN]);
  });

  test("show a replayed curve up to its epoch on the axes of the whole run", () => {
    const runs = [EXACT, SMIN];
    const early = figurePlot(figure, runs, curvesUpTo(runs, 2.5));
    const whole = figurePlot(figure, runs, curvesUpTo(runs, lastEpoch(runs)));
    expect(early.data.series.map(({ raw }) => raw.length)).toEqual([2, 2]);
    expect(whole.data.series.map(({ raw }) => raw.length)).toEqual([6, 6]);
    expect([early.data.x, early.data.y]).toEqual([whole.data.x, whole.data.y]);
    expect(whole.data.targets.map(({ text }) => text)).toEqual(["99.06", "98.42"]);
    expect(whole.ends.map(({ value }) => value)).toEqual(["99.00", "98.00"]);
  });

  test("tell how many epochs min-selector is behind at equal accuracy", () => {
    expect(slowness(curvesUpTo([EXACT, SMIN], 6))).toMatchObject({ from: 2, to: 6, accuracy: 0.98 });
    expect(slowness(curvesUpTo([EXACT], 6))).toBeNull();
  });

  test("start their axis where the ends can be told apart", () => {
    expect(figureAxis([99.06, 98.42]).from).toBe(95);
    expect(figureAxis([75.26, 64.18, 74.92])).toMatchObject({ from: 40 });
    expect(figureAxis([12, 90]).from).toBe(0);
  });
});

describe("The folder of recorded runs", () => {
  const site = (files: Readonly<Record<string, unknown>>) => async (address: string) => {
    const name = address.replace("http://site/runs/", "");
    return name in files
      ? new Response(JSON.stringify(files[name]))
      : new Response("<!doctype html><title>MinConv</title>", { headers: { "content-type": "text/html" } });
  };
  const folder = "http://site/runs/";

  test("is read through its index", async () => {
    const { tests: _, ...summary } = EXACT;
    const files = { "index.json": { runs: [{ ...summary, file: "a b.json" }] }, "a%20b.json": EXACT };
    expect(await loadRecordedRuns(folder, site(files))).toEqual([EXACT]);
  });

  test("is empty on a host that answers with its page, that misses it, or that is gone", async () => {
    expect(await loadRecordedRuns(folder, site({}))).toEqual([]);
    expect(await loadRecordedRuns(folder, async () => new Response("", { status: 404 }))).toEqual([]);
    expect(await loadRecordedRuns(folder, () => Promise.reject(new TypeError("offline")))).toEqual([]);
  });

  test("keeps the whole runs where one file is missing", async () => {
    const { tests: _, ...summary } = EXACT;
    const index = {
      runs: [
        { ...summary, file: "gone.json" },
        { ...summary, file: "here.json" },
      ],
    };
    expect(await loadRecordedRuns(folder, site({ "index.json": index, "here.json": EXACT }))).toEqual([
      EXACT,
    ]);
  });
});

describe("Tables 3 and 4, counted", () => {
  test.each([
    ["lenet", "mnist", 12908426, 23517696, [45.3, 0.4, 54.8]],
    ["mini-cifar", "cifar10", 4263610, 10594304, [60.3, 1.1, 40.3]],
  ] as const)("%s on %s", (net, data, parameters, macs, percents) => {
    const counts = networkCounts(net, data);
    expect(counts).toMatchObject({ parameters, macs });
    const shares = [counts.inConvolutions, counts.convolutionsLeft, counts.wholeLeft];
    expect(shares.map((share) => Number((100 * share).toFixed(1)))).toEqual(percents);
  });

  test("the printed rows are the layers that are built", () => {
    expect(networkCounts("lenet", "mnist").plans).toHaveLength(TABLE_3.length - 1);
    expect(networkCounts("mini-cifar", "cifar10").plans).toHaveLength(TABLE_4.length - 1);
  });
});
