import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareGolden, type GoldenRow } from "./compare.ts";
import type { Engine } from "./engine.ts";
import { parseGolden } from "./format.ts";

/** A file that could not be compared at all. */
export interface GoldenProblem {
  readonly file: string;
  /** Why. */
  readonly problem: string;
}

export interface GoldenSummary {
  readonly files: number;
  readonly passed: number;
  readonly failed: number;
  readonly problems: number;
  /** Every file was compared, every row passed, and there was something to compare. */
  readonly ok: boolean;
}

/**
 * Takes every .json file of a folder (not its subfolders) through every engine and hands over each
 * row as it is known. Other files are ignored; a .json file that is no golden file is a problem.
 */
export async function runGolden(
  directory: string,
  engines: readonly Engine[],
  write: (line: GoldenRow | GoldenProblem) => void,
): Promise<GoldenSummary> {
  const files = (await readdir(directory)).filter((name) => name.toLowerCase().endsWith(".json")).sort();
  let passed = 0;
  let failed = 0;
  let problems = 0;
  const report = (problem: GoldenProblem) => {
    problems++;
    write(problem);
  };

  if (files.length === 0) report({ file: directory, problem: "the folder holds no .json file" });
  for (const file of files) {
    try {
      const golden = parseGolden(await readFile(join(directory, file), "utf8"));
      for (const engine of engines) {
        for (const row of await compareGolden(file, golden, engine)) {
          if (row.pass) passed++;
          else failed++;
          write(row);
        }
      }
    } catch (error) {
      report({ file, problem: error instanceof Error ? error.message : String(error) });
    }
  }
  return { files: files.length, passed, failed, problems, ok: passed > 0 && failed === 0 && problems === 0 };
}
