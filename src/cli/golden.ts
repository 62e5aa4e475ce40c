import { parseArgs } from "node:util";
import { openDawn } from "./dawn.ts";
import { FlagError } from "./flags.ts";
import { gpuEngine } from "./golden/gpuEngine.ts";
import { referenceEngine } from "./golden/referenceEngine.ts";
import { humanLine, jsonLine, summaryLine } from "./golden/report.ts";
import { runGolden } from "./golden/run.ts";
import { note, print } from "./output.ts";

/**
 * `golden DIR [--by gpu|reference] [--json]`: every golden file of a folder through every GPU kernel
 * involved and through the float64 twin, or one of the two. Exit code 0 only if all agree.
 */
export async function golden(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { json: { type: "boolean", default: false }, by: { type: "string", default: "gpu,reference" } },
    allowPositionals: true,
  });
  const { json, by } = values;
  const [directory] = positionals;
  if (!directory) throw new FlagError("Which folder? npm run golden -- DIR [--by gpu|reference] [--json]");
  const gpu = by.includes("gpu") ? await openDawn() : null;
  if (gpu) note(`device: ${gpu.info.description || gpu.info.vendor} (tile ${gpu.info.tile})`);
  const engines = [
    ...(gpu ? [gpuEngine(gpu.device, gpu.info.tile)] : []),
    ...(by.includes("reference") ? [referenceEngine] : []),
  ];
  const summary = await runGolden(directory, engines, (line) =>
    print(json ? jsonLine(line) : humanLine(line)),
  );
  const stray = gpu?.strayError();
  if (stray) note(`${stray.message} ${stray.details}`);
  note(summaryLine(summary));
  return summary.ok && !stray ? 0 : 1;
}
