import { openDawn } from "./dawn.ts";
import { gpuEngine } from "./golden/gpuEngine.ts";
import { referenceEngine } from "./golden/referenceEngine.ts";
import { humanLine, jsonLine, summaryLine } from "./golden/report.ts";
import { runGolden } from "./golden/run.ts";
import { note, print } from "./output.ts";

/**
 * `golden DIR [--json]`: every golden file of a folder through every GPU kernel involved and through
 * the float64 twin. Exit code 0 only if all agree.
 */
export async function golden(argv: readonly string[]): Promise<number> {
  const json = argv.includes("--json");
  const directory = argv.find((argument) => !argument.startsWith("--"));
  if (!directory) {
    note("Which folder? npm run golden -- DIR [--json]");
    return 2;
  }
  const gpu = await openDawn();
  note(`device: ${gpu.info.description || gpu.info.vendor} (tile ${gpu.info.tile})`);
  const engines = [gpuEngine(gpu.device, gpu.info.tile === "8x8"), referenceEngine];
  const summary = await runGolden(directory, engines, (line) =>
    print(json ? jsonLine(line) : humanLine(line)),
  );
  const stray = gpu.strayError();
  if (stray) note(`${stray.message} ${stray.details}`);
  note(summaryLine(summary));
  return summary.ok && !stray ? 0 : 1;
}
