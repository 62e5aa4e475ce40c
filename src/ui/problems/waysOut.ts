import type { DatasetName } from "../../data/index.ts";
import type { Problem } from "../../train/events.ts";
import type { RaceStore } from "../state.ts";
import { PROBLEMS } from "../strings/problems.ts";

/** A button under a problem. */
export interface Way {
  readonly label: string;
  readonly act: (() => void) | "chooseFiles";
}

/** What the visitor can do about a problem, the best first. */
export function waysOut(problem: Problem, store: RaceStore): readonly Way[] {
  const { actions } = store;
  const { config } = store.getState();
  const again: Way = { label: PROBLEMS.tryAgain, act: actions.reconnect };
  const chooseFiles: Way = { label: PROBLEMS.chooseFiles, act: "chooseFiles" };
  const digits: Way = { label: PROBLEMS.takeDigits, act: () => actions.change({ data: "digits" }) };
  const close: Way = { label: PROBLEMS.dismiss, act: () => actions.dismiss("dataProblem") };
  const restartWith = (label: string, values: Parameters<typeof actions.change>[0]): Way => ({
    label,
    act: () => {
      actions.change(values);
      actions.trainBoth();
    },
  });
  switch (problem.kind) {
    case "insecure":
      return [];
    case "no-webgpu":
    case "no-adapter":
    case "lost":
    case "validation":
    case "self-test":
      return [again];
    case "crashed":
      return [
        { label: PROBLEMS.restartProgram, act: actions.reconnect },
        { label: PROBLEMS.reload, act: () => location.reload() },
      ];
    case "limit":
    case "out-of-memory": {
      const batch = problem.largestBatch ?? Math.floor(config.batch / 2);
      return batch >= 1 ? [restartWith(PROBLEMS.smallerBatch(batch), { batch })] : [];
    }
    case "diverged": {
      const lr = Number((config.lr / 2).toPrecision(3));
      return [
        restartWith(PROBLEMS.halveRate(String(lr)), { lr }),
        { label: PROBLEMS.restart, act: actions.restart },
      ];
    }
    case "offline":
    case "forbidden":
      return [
        { label: PROBLEMS.fetchAgain, act: () => actions.fetchData(fetchable(config.data)) },
        chooseFiles,
        digits,
      ];
    case "missing":
    case "corrupt":
    case "mismatch":
    case "unreadable":
      return [chooseFiles, ...(config.data === "digits" ? [] : [digits]), close];
    case "cancelled":
      return [];
  }
}

/** What to do about a file of weights or of a run: choose again, or let it be. */
export function importWays({ actions }: RaceStore): readonly Way[] {
  return [
    { label: PROBLEMS.chooseFiles, act: "chooseFiles" },
    { label: PROBLEMS.dismiss, act: () => actions.dismiss("importProblem") },
  ];
}

/** The drawn digits are never fetched: a failed download was of the other set. */
function fetchable(data: DatasetName): DatasetName {
  return data === "digits" ? "mnist" : data;
}
