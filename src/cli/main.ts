import { DataError } from "../data/dataset.ts";
import { GpuError } from "../gpu/device.ts";
import { data } from "./data.ts";
import { golden } from "./golden.ts";
import { note, OutputClosed } from "./output.ts";
import { train } from "./train.ts";

/** The command line: the first argument names the command. */
const COMMANDS: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  data,
  golden,
  train,
};

/** Exit code of a command; failures are sentences on standard error, without a stack. */
async function main([name = "", ...argv]: readonly string[]): Promise<number> {
  const command = COMMANDS[name];
  if (!command) {
    note(`Unknown command "${name}". There are: ${Object.keys(COMMANDS).join(", ")}.`);
    return 2;
  }
  try {
    return await command(argv);
  } catch (error) {
    if (error instanceof OutputClosed) return 0;
    if (error instanceof GpuError) note(`${error.message} ${error.remedy}\n${error.details}`);
    else if (error instanceof DataError) note(describe(error));
    else note(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function describe({ message, remedy, facts }: DataError): string {
  const rows = facts.map(({ what, expected, found }) => `  ${what}: expected ${expected}, found ${found}`);
  return [`${message} ${remedy}`, ...rows].join("\n");
}

// Dawn keeps Node's event loop alive: end by hand. Output is written synchronously, so nothing is lost.
process.exit(await main(process.argv.slice(2)));
