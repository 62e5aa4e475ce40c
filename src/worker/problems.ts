import { DataError } from "../data/dataset.ts";
import { FormatError } from "../formats/formatError.ts";
import { GpuError } from "../gpu/device.ts";
import { PlanError } from "../nn/plan.ts";
import type { Problem } from "../train/events.ts";

/** A problem on its way up to where problems are told. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Anything thrown, as people read it. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof DataError) {
    const { kind, message, remedy, facts } = error;
    return { kind, message, remedy, facts };
  }
  if (error instanceof FormatError) {
    const { message, remedy, facts } = error;
    return { kind: "corrupt", message, remedy, facts };
  }
  if (error instanceof GpuError) {
    const { kind, message, remedy, details } = error;
    const fits = /largest batch (\d+)/.exec(details)?.[1];
    return { kind, message, remedy, details, ...(fits ? { largestBatch: Number(fits) } : {}) };
  }
  if (error instanceof PlanError)
    return { kind: "limit", message: error.message, remedy: "Choose another network or data set." };
  return {
    kind: "crashed",
    message: "Training stopped because of a fault in this program.",
    remedy: "Restart; if it happens again, copy the diagnostics and report them.",
    details: error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error),
  };
}
