import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "vite";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Builds the command line for one test file; the program's path. */
export async function buildProgram(name: string): Promise<string> {
  const outDir = `node_modules/.cache/minconv-${name}`;
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "error",
    publicDir: false,
    build: {
      ssr: "src/cli/main.ts",
      outDir,
      target: "node20",
      rolldownOptions: {
        external: ["webgpu", "bullmq"],
        output: { entryFileNames: "main.js", codeSplitting: false },
      },
    },
  });
  return `${ROOT}${outDir}/main.js`;
}

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Waits for a process; `watch` sees it whenever it has said something. */
export function ended(child: ChildProcess, watch: (child: ChildProcess) => void = () => {}): Promise<Ended> {
  const said = { out: "", err: "" };
  child.stdout?.on("data", (text) => {
    said.out += text;
    watch(child);
  });
  child.stderr?.on("data", (text) => {
    said.err += text;
    watch(child);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...said })));
}

/** Runs a command through a shell, so that pipes are real. */
export const shell = (command: string) => ended(spawn("bash", ["-c", command], { cwd: ROOT }));
