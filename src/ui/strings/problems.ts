import type { Problem, ProblemKind } from "../../train/events.ts";
import { RUN_WORDS } from "./race.ts";

/** What happened, in the serif: one short sentence a kind. Reason and remedy come with the problem. */
const TITLES: Readonly<Record<ProblemKind, string>> = {
  insecure: "This address is not secure, so the browser hides the graphics device.",
  "no-webgpu": "This browser cannot train here.",
  "no-adapter": "The browser offers WebGPU but no graphics device.",
  limit: "These settings are larger than this device allows.",
  "out-of-memory": "Not enough graphics memory for this batch.",
  validation: "The graphics driver refused a command.",
  lost: "The graphics device was lost.",
  missing: "A file is missing.",
  corrupt: "This file is not what it should be.",
  mismatch: "These files do not belong together.",
  offline: "The data could not be downloaded.",
  forbidden: "The data’s server refused the download.",
  unreadable: "A file could not be read.",
  cancelled: "Stopped.",
  "self-test": "The arithmetic of this device is not right.",
  diverged: "A network stopped learning.",
  crashed: "The training program stopped.",
};

export function problemTitle(problem: Problem): string {
  if (problem.kind === "diverged" && problem.run !== undefined) {
    const where = problem.layer === undefined ? "its numbers" : problem.layer;
    return `${RUN_WORDS[problem.run].heading} stopped: ${where} overflowed.`;
  }
  return TITLES[problem.kind];
}

export const PROBLEMS = {
  tryAgain: "Try again",
  reload: "Reload the page",
  restart: "Restart",
  restartProgram: "Start it again",
  smallerBatch: (batch: number) => `Use ${batch}`,
  halveRate: (rate: string) => `Restart at ${rate}`,
  fetchAgain: "Try the download again",
  takeDigits: "Use the drawn digits",
  chooseFiles: "Choose files",
  copy: "Copy diagnostics",
  copied: "Copied",
  byHand: "This browser does not let the page copy. The diagnostics, to copy by hand:",
  expected: "expected",
  found: "found",
  dismiss: "Close",
} as const;

export const INSECURE = {
  message: "Browsers give WebGPU only to pages opened over https or from this machine itself.",
  remedy: "Open this page by an https address, or as http://localhost on the machine that serves it.",
} as const;

export const SILENT = {
  message: "The browser did not answer the request for a graphics device within 15 seconds.",
  remedy: "Try again; if it stays silent, restart the browser or update the graphics driver.",
} as const;

export const CRASHED = {
  message: "It ended with an error, and what it had in the graphics memory is gone. The curves are kept.",
  notLoaded: "Its file could not be loaded, perhaps because this page was updated or the network is down.",
  remedy: "Start it again; if that fails, reload the page.",
} as const;

export const SOFTWARE = {
  strong: "Software graphics: expect 20 to 100 times slower.",
  advice: "Training works. The small network learns within about a minute.",
  useSmall: "Use the small network",
  insist: "Keep the full one",
} as const;

export const LINK = {
  strong: "Part of the link could not be used.",
} as const;
