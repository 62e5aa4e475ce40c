import type { GoldenRow } from "./compare.ts";
import type { GoldenProblem, GoldenSummary } from "./run.ts";

/** One JSON object a line; an error that is not a number becomes null. */
export function jsonLine(line: GoldenRow | GoldenProblem): string {
  return JSON.stringify(line);
}

/** The same for people, in columns. */
export function humanLine(line: GoldenRow | GoldenProblem): string {
  if ("problem" in line) return `ERROR ${line.file}: ${line.problem}`;
  const columns = [
    line.pass ? "pass " : "FAIL ",
    line.by.padEnd(9),
    line.file.padEnd(34),
    line.quantity.padEnd(18),
    `worst ${line.worst.toExponential(2).padStart(8)}`,
    `tolerance ${line.tolerance.toExponential(2).padStart(8)}`,
  ];
  return columns.join("  ");
}

export function summaryLine({ files, passed, failed, problems }: GoldenSummary): string {
  const unread = problems > 0 ? `, ${problems} not compared` : "";
  return `${files} ${files === 1 ? "file" : "files"}: ${passed} passed, ${failed} failed${unread}`;
}
