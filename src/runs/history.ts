import type { RunName, TrainEvent } from "../train/events.ts";

/** Everything measured at the steps of a lane: values before the update. */
export const LOSS_COLUMNS = ["step", "epoch", "loss", "accuracy", "gradientNorm"] as const;
/** Everything measured in the tests of a lane; `whole` is 1 where all test images were tried. */
export const TEST_COLUMNS = ["step", "epoch", "accuracy", "loss", "images", "whole"] as const;

/** Columns of equal length, one value a row. */
export type Columns<Name extends string> = Readonly<Record<Name, Float64Array<ArrayBuffer>>>;

/** What one lane measured, in the order it was told. */
export interface LaneHistory {
  readonly run: RunName;
  readonly losses: Columns<(typeof LOSS_COLUMNS)[number]>;
  readonly tests: Columns<(typeof TEST_COLUMNS)[number]>;
}

/** A stretch of history as it is stored. */
export interface HistoryChunk {
  readonly version: typeof CHUNK_VERSION;
  readonly lanes: readonly LaneHistory[];
}
const CHUNK_VERSION = 1;

/** Steps in a chunk. Only the newest chunk is written again when there is news: about 80 kB a lane. */
export const CHUNK_STEPS = 2048;

type Rows = { readonly losses: number[][]; readonly tests: number[][] };

/**
 * History on its way to storage: rows gather in chunks by their step; chunks with news wait until they
 * are taken, and full ones are let go once they were written.
 */
export class HistoryLog {
  readonly #chunks = new Map<number, Map<RunName, Rows>>();
  readonly #news = new Set<number>();
  #bytes = 0;

  /** Bytes of all rows so far, written or not, about. */
  get bytes(): number {
    return this.#bytes;
  }

  get hasNews(): boolean {
    return this.#news.size > 0;
  }

  add(event: TrainEvent): void {
    if (event.type === "steps") {
      for (const record of event.records)
        this.#push(
          event.run,
          "losses",
          LOSS_COLUMNS.map((name) => record[name]),
        );
    } else if (event.type === "test") {
      this.#push(
        event.run,
        "tests",
        TEST_COLUMNS.map((name) => Number(event[name])),
      );
    }
  }

  /** Goes on after an earlier history; all of it is news. */
  addAll(lanes: readonly LaneHistory[]): void {
    for (const { run, losses, tests } of lanes) {
      for (const row of rowsOf(losses, LOSS_COLUMNS)) this.#push(run, "losses", row);
      for (const row of rowsOf(tests, TEST_COLUMNS)) this.#push(run, "tests", row);
    }
  }

  /** The chunks that hold news. They count as written until `putBack`. */
  take(): { readonly index: number; readonly chunk: HistoryChunk }[] {
    const taken = [...this.#news].map((index) => ({ index, chunk: this.#chunk(index) }));
    this.#news.clear();
    return taken;
  }

  /** Writing failed: they are news again. */
  putBack(indices: readonly number[]): void {
    for (const index of indices) this.#news.add(index);
  }

  /** Lets go of chunks that are written and full. */
  release(): void {
    const newest = Math.max(...this.#chunks.keys());
    for (const index of this.#chunks.keys()) {
      if (index < newest - 1 && !this.#news.has(index)) this.#chunks.delete(index);
    }
  }

  #push(run: RunName, what: keyof Rows, row: number[]): void {
    this.#bytes += 8 * row.length;
    this.#rows(run, chunkOf(row[0] ?? 0))[what].push(row);
  }

  #rows(run: RunName, index: number): Rows {
    this.#news.add(index);
    let lanes = this.#chunks.get(index);
    if (lanes === undefined) {
      lanes = new Map();
      this.#chunks.set(index, lanes);
    }
    let rows = lanes.get(run);
    if (rows === undefined) {
      rows = { losses: [], tests: [] };
      lanes.set(run, rows);
    }
    return rows;
  }

  #chunk(index: number): HistoryChunk {
    const lanes = [...(this.#chunks.get(index) ?? [])].map(([run, { losses, tests }]) => ({
      run,
      losses: columnsOf(losses, LOSS_COLUMNS),
      tests: columnsOf(tests, TEST_COLUMNS),
    }));
    return { version: CHUNK_VERSION, lanes };
  }
}

/** The chunk a step (from 1; the test before the first step is at 0) belongs to. */
export function chunkOf(step: number): number {
  return Math.max(0, Math.floor((step - 1) / CHUNK_STEPS));
}

/** A stored chunk, or null where it is not one. */
export function readChunk(value: unknown): HistoryChunk | null {
  const chunk = value as HistoryChunk | null;
  if (chunk?.version !== CHUNK_VERSION || !Array.isArray(chunk.lanes)) return null;
  const whole = chunk.lanes.every(
    (lane: LaneHistory | null) =>
      typeof lane?.run === "string" &&
      isTable(lane.losses, LOSS_COLUMNS) &&
      isTable(lane.tests, TEST_COLUMNS),
  );
  return whole ? chunk : null;
}

/** Where a history is cut: the last step, and the last step whose test counts. */
export interface HistoryEnd {
  readonly step: number;
  readonly tested: number;
}

/** Chunks in their order as one history, up to and with `end`. */
export function joinChunks(chunks: readonly HistoryChunk[], end?: HistoryEnd): LaneHistory[] {
  const runs = [...new Set(chunks.flatMap(({ lanes }) => lanes.map(({ run }) => run)))];
  return runs.map((run) => {
    const lanes = chunks.flatMap(({ lanes: all }) => all.filter((lane) => lane.run === run));
    const losses = lanes.flatMap((lane) => rowsOf(lane.losses, LOSS_COLUMNS));
    const tests = lanes.flatMap((lane) => rowsOf(lane.tests, TEST_COLUMNS));
    const upTo =
      (last = Number.POSITIVE_INFINITY) =>
      ([step = 0]: readonly number[]) =>
        step <= last;
    return {
      run,
      losses: columnsOf(losses.filter(upTo(end?.step)), LOSS_COLUMNS),
      tests: columnsOf(tests.filter(upTo(end?.tested)), TEST_COLUMNS),
    };
  });
}

/** Bytes of a history, about. */
export function historyBytes(lanes: readonly LaneHistory[]): number {
  return lanes.reduce(
    (sum, { losses, tests }) =>
      sum + losses.step.length * 8 * LOSS_COLUMNS.length + tests.step.length * 8 * TEST_COLUMNS.length,
    0,
  );
}

/** A history as the events that told it: what draws one race draws another. */
export function eventsOf(lanes: readonly LaneHistory[]): TrainEvent[] {
  return lanes.flatMap(({ run, losses, tests }): TrainEvent[] => {
    const records = rowsOf(losses, LOSS_COLUMNS).map(
      ([step = 0, epoch = 0, loss = 0, accuracy = 0, gradientNorm = 0]) => ({
        step,
        epoch,
        loss,
        accuracy,
        gradientNorm,
      }),
    );
    const tried = rowsOf(tests, TEST_COLUMNS).map(
      ([step = 0, epoch = 0, accuracy = 0, loss = 0, images = 0, whole = 0]): TrainEvent => ({
        type: "test",
        run,
        step,
        epoch,
        accuracy,
        loss,
        images,
        whole: whole === 1,
      }),
    );
    return [{ type: "steps", run, records }, ...tried];
  });
}

function isTable(value: unknown, names: readonly string[]): boolean {
  const columns = value as Record<string, unknown> | null | undefined;
  const [first] = names.map((name) => columns?.[name]);
  return (
    first instanceof Float64Array &&
    names.every((name) => {
      const column = columns?.[name];
      return column instanceof Float64Array && column.length === first.length;
    })
  );
}

function columnsOf<Name extends string>(rows: readonly number[][], names: readonly Name[]): Columns<Name> {
  return Object.fromEntries(
    names.map((name, at) => [name, Float64Array.from(rows, (row) => row[at] ?? Number.NaN)]),
  ) as unknown as Columns<Name>;
}

function rowsOf(columns: Columns<string>, names: readonly string[]): number[][] {
  const length = columns[names[0] as string]?.length ?? 0;
  return Array.from({ length }, (_, i) => names.map((name) => columns[name]?.[i] ?? Number.NaN));
}
