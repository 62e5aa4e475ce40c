import { DATASETS } from "../data/index.ts";
import { DataHost } from "./dataHost.ts";
import { asProblem } from "./problems.ts";
import type { Command, Event } from "./protocol.ts";
import { RaceHost } from "./raceHost.ts";

/** The worker that owns the device and the data: commands in, events out. */
const post = (event: Event) => self.postMessage(event);

// The built worker lies in the site's folder of assets, the development server's in src/worker.
const base = new URL(import.meta.env.DEV ? "/" : "../", import.meta.url).href;

let loading: "data" | "download" = "data";
const data = new DataHost({
  base,
  onProgress: ({ file, done, total }) => {
    const unit = file === DATASETS.digits.name ? "images" : "bytes";
    post({ type: "task", task: { name: loading, detail: file, done, total, unit } });
  },
});
const race = new RaceHost(post, (name) => data.load(name));

async function tellData(): Promise<void> {
  post({ type: "data", available: await data.available() });
}

/** Loads data; failures are told one by one, and what can be used now is listed anew. */
async function loadData(
  how: typeof loading,
  work: () => Promise<readonly Error[] | undefined>,
): Promise<void> {
  loading = how;
  const failures = await work().catch((error: unknown) => [error]);
  loading = "data";
  post({ type: "task", task: null });
  for (const failure of failures ?? []) post({ type: "problem", problem: asProblem(failure) });
  await tellData();
}

function obey(command: Command): void {
  switch (command.type) {
    case "connect":
      void race.connect();
      break;
    case "listData":
      void tellData();
      break;
    case "fetchData":
      void loadData("download", () => data.fetchMnist().then(() => undefined));
      break;
    case "files":
      void loadData("data", () => data.give(command.files.map(({ file }) => file)));
      break;
    case "cancel":
      data.cancel();
      race.cancel();
      break;
    case "setup":
      void race.setup(command.config, command.start);
      break;
    case "reset":
      void race.reset();
      break;
    case "run":
      race.run();
      break;
    case "pause":
      void race.pause();
      break;
    case "step":
      race.step();
      break;
    case "adjust":
      race.adjust(command.config);
      break;
    case "interacting":
      race.interacting = command.now;
      break;
    default:
      command satisfies never;
  }
}

self.addEventListener("message", ({ data: command }: MessageEvent<Command>) => obey(command));
