import { DataError } from "../data/dataset.ts";
import { FormatError } from "../formats/formatError.ts";
import { GpuError } from "../gpu/device.ts";
import { data } from "./data.ts";
import { evaluate } from "./evaluate.ts";
import { golden } from "./golden.ts";
import { type CommandName, helpOf, overview } from "./help.ts";
import { followLease } from "./lease.ts";
import { note, OutputClosed, print } from "./output.ts";
import { worker } from "./queue/worker.ts";
import { reproduce } from "./reproduce.ts";
import { theory } from "./theory.ts";
import { train } from "./train.ts";

/** The command line: the first argument names the command. */
const COMMANDS: Readonly<Record<CommandName, (argv: readonly string[]) => Promise<number>>> = {
  data,
  evaluate,
  golden,
  reproduce,
  theory,
  train,
  worker,
};

const isHelp = (text: string) => text === "--help" || text === "-h";

/** Exit code of a command; failures are sentences on standard error, without a stack. */
async function main([name = "", ...argv]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as CommandName] : null;
  if (!command && !isHelp(name)) {
    note(`Unknown command "${name}". There are: ${Object.keys(COMMANDS).join(", ")}.`);
    return 2;
  }
  try {
    if (!command) {
      print(overview());
      return 0;
    }
    if (argv.some(isHelp)) {
      print(helpOf(name as CommandName));
      return 0;
    }
    return await command(argv);
  } catch (error) {
    if (error instanceof OutputClosed) return 0;
    if (error instanceof GpuError) note(`${error.message} ${error.remedy}\n${error.details}`.trim());
    else if (error instanceof DataError || error instanceof FormatError) note(describe(error));
    else note(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function describe({ message, remedy, facts }: DataError | FormatError): string {
  const rows = facts.map(({ what, expected, found }) => `  ${what}: expected ${expected}, found ${found}`);
  return [`${message} ${remedy}`, ...rows].join("\n");
}

followLease();

// Dawn keeps Node's event loop alive: end by hand. Output is written synchronously, so nothing is lost.
process.exit(await main(process.argv.slice(2)));
