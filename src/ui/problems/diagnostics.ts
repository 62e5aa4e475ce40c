import type { Problem } from "../../train/events.ts";
import { toLink } from "../../train/link.ts";
import type { RaceState } from "../state.ts";
import { problemTitle } from "../strings/problems.ts";

/** Everything a bug report needs, as plain text. */
export function diagnosticsOf(problem: Problem, { config, device, phase, progress }: RaceState): string {
  const lines = [
    `${problem.kind}: ${problemTitle(problem)}`,
    problem.message,
    problem.remedy,
    ...(problem.facts ?? []).map(
      ({ what, expected, found }) => `${what}: expected ${expected}, found ${found}`,
    ),
    ...(problem.details === undefined ? [] : [problem.details]),
    "",
    `settings: ${toLink(config)}`,
    `phase: ${phase}, step ${progress?.step ?? 0}`,
    `device: ${device === null ? "none" : JSON.stringify(device)}`,
    `browser: ${navigator.userAgent}`,
    `secure context: ${globalThis.isSecureContext}, WebGPU in the page: ${"gpu" in navigator}`,
  ];
  return lines.join("\n");
}
