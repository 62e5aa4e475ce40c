import { DATASETS, type DatasetName } from "../data/index.ts";
import { RunStore } from "../runs/store.ts";
import { browserVault } from "../runs/vault.ts";
import { networkSize } from "../train/size.ts";
import { checkWeights } from "./checkWeights.ts";
import { DataHost } from "./dataHost.ts";
import { LookHost } from "./lookHost.ts";
import { PastRuns } from "./pastRuns.ts";
import { asProblem } from "./problems.ts";
import type { Command, Event, PastCommand } from "./protocol.ts";
import { RaceHost } from "./raceHost.ts";
import { RunKeeper } from "./runKeeper.ts";
import { SamplingHost } from "./samplingHost.ts";
import { StorageWatch } from "./storageWatch.ts";

/** The worker that owns the device and the data: commands in, events out. */
const post = (event: Event, transfer: Transferable[] = []) => self.postMessage(event, { transfer });

// The built worker lies in the site's folder of assets, the development server's in src/worker.
const base = new URL(import.meta.env.DEV ? "/" : "../", import.meta.url).href;

let loading: "data" | "download" = "data";
const data = new DataHost({
  base,
  onProgress: ({ file, done, total }, unit) => {
    post({ type: "task", task: { name: loading, detail: file, done, total, unit } });
  },
});
const watch = new StorageWatch(post);
const store = new RunStore(browserVault());
const keeper: RunKeeper = new RunKeeper(store, watch, () => void past.list());
const load = (name: DatasetName) => data.load(name);
const race = new RaceHost({ post, load, keeper, onMoved: () => look.raceMoved() });
const look: LookHost = new LookHost({
  post,
  load,
  store,
  gpu: () => race.gpu(),
  still: (work) => race.still(work),
  training: () => race.running,
});
const sampling = new SamplingHost({ post, gpu: () => race.gpu(), training: () => race.running });
const past = new PastRuns({ store, watch, post, keeper });

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
      void race.connect(command.tested ?? []);
      break;
    case "listData":
      void tellData();
      break;
    case "fetchData":
      void loadData("download", () => data.fetch(command.id).then(() => undefined));
      break;
    case "files":
      void loadData("data", () => data.give(command.files.map(({ file }) => file)));
      break;
    case "cancel":
      data.cancel();
      race.cancel();
      break;
    case "setup":
      void race.setup(command.config, command.start, command.weights ?? null);
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
      sampling.interacting = command.now;
      look.interacting = command.now;
      break;
    case "watchLayers":
      race.watchingLayers = command.on;
      break;
    case "hidden":
      race.hidden();
      break;
    case "keepWeights":
      keeper.weightsLimit = command.bytes;
      break;
    case "exportWeights":
      void race.exportWeights(command.run, command.dtype);
      break;
    case "measure": {
      const { layers, batch, product, maxBindingBytes } = command;
      const size = networkSize(layers, DATASETS[command.data], batch, product, maxBindingBytes);
      post({ type: "size", layers, ...size });
      break;
    }
    case "checkWeights":
      post(checkWeights(command.file, command.config));
      break;
    case "sampleTable1":
      void sampling.start(command);
      break;
    case "stopSampling":
      sampling.stop();
      break;
    case "look":
    case "lookAt":
    case "blend":
    case "lookInside":
    case "lookTest":
    case "stopLookTest":
    case "testImages":
      look.obey(command);
      break;
    case "resume":
      void past.resumable(command.id).then((run) => run && race.resume(run));
      break;
    default:
      obeyPast(command);
  }
}

/** What concerns kept runs and no race. */
function obeyPast(command: PastCommand): void {
  switch (command.type) {
    case "listRuns":
      void past.list();
      break;
    case "readRun":
      void past.read(command.id);
      break;
    case "readWeights":
      void past.readWeights(command);
      break;
    case "changeRun":
      void past.change(command);
      break;
    case "deleteRuns":
      void past.remove(command.ids);
      break;
    case "restoreRuns":
      void past.restore(command.ids);
      break;
    case "forgetRuns":
      void past.forget(command.ids);
      break;
    case "deleteAside":
      void past.deleteAside(command.key);
      break;
    default:
      command satisfies never;
  }
}

self.addEventListener("message", ({ data: command }: MessageEvent<Command>) => obey(command));
