import { GpuError } from "../gpu/device.ts";
import { golden } from "./golden.ts";
import { note, OutputClosed } from "./output.ts";

/** The command line: the first argument names the command. */
const COMMANDS: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = { golden };

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
    else note(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

// Dawn keeps Node's event loop alive: end by hand. Output is written synchronously, so nothing is lost.
process.exit(await main(process.argv.slice(2)));
