import type { Dataset, DatasetInfo } from "../data/dataset.ts";
import type { DatasetName } from "../data/index.ts";
import type { Gpu } from "../gpu/device.ts";
import { imagesOf, normalised } from "../inspect/images.ts";
import { Pair } from "../inspect/pair.ts";
import type { RunStore } from "../runs/store.ts";
import type { RunName } from "../train/events.ts";
import type { Race } from "../train/race.ts";
import { decodeWeights } from "../train/weights.ts";
import { blended, fileSubject, raceSubject, type Subject } from "./lookSubject.ts";
import { asProblem, ProblemError } from "./problems.ts";
import type { Event, LookCommand, LookSource, NamedBytes, Picture } from "./protocol.ts";
import { TestHost, type Turn } from "./testHost.ts";

export interface LookHostParts {
  readonly post: (event: Event, transfer?: Transferable[]) => void;
  /** The device in use, or a new one. */
  readonly gpu: () => Promise<Gpu>;
  readonly load: (name: DatasetName) => Promise<Dataset>;
  readonly store: RunStore;
  /** Has `work` done once all networks of the race are at the same step; false where there is no race. */
  readonly still: (work: (race: Race) => void) => boolean;
  /** Whether a race is training. */
  readonly training: () => boolean;
}

/** A pair that stands ready, and what it is. */
interface Standing {
  readonly subject: Subject;
  readonly pair: Pair;
  readonly gpu: Gpu;
  /** Of the weights the pair has. */
  readonly step: number | null;
  readonly epoch: number | null;
}

/** Images that set the running means of weights without any, as at a hand-over (train/race.ts), and at a time. */
const MEASURED = 2048;
const MEASURED_BATCH = 64;

type Wanted = Extract<LookCommand, { readonly type: "lookAt" }>;

/**
 * A pair of networks under the glass, beside whatever the race does. It trains nothing and changes nothing of
 * the race: it has copies of its weights. One thing after the other; of pictures only the newest counts.
 */
export class LookHost {
  readonly #parts: LookHostParts;
  readonly #test: TestHost;
  #standing: Standing | null = null;
  #source: LookSource | null = null;
  #queue: Promise<void> = Promise.resolve();
  #wanted: Wanted | null = null;
  /** The newest picture was seen, or its turn comes. */
  #waiting = false;
  #renewing = false;
  #alpha = 1;

  constructor(parts: LookHostParts) {
    this.#parts = parts;
    this.#test = new TestHost(parts);
  }

  set interacting(now: boolean) {
    this.#test.interacting = now;
  }

  obey(command: LookCommand): void {
    switch (command.type) {
      case "look":
        this.#source = command.source;
        this.#then(() => this.#open(command.source));
        break;
      case "lookAt":
        this.#wanted = command;
        this.#seeSoon();
        break;
      case "blend":
        this.#alpha = command.alpha;
        this.#standing?.pair.blend(command.alpha);
        if (this.#wanted) this.#seeSoon();
        break;
      case "lookInside":
        this.#then(() => this.#inside(command.layer));
        break;
      case "lookTest": {
        const { first = null, bytes = false } = command;
        const turn = this.#test.ask({ first, bytes });
        this.#then(() => this.#testAll(turn));
        break;
      }
      case "stopLookTest":
        this.#test.stop();
        break;
      case "testImages":
        this.#then(() => this.#testImages(command.indices));
        break;
      default:
        command satisfies never;
    }
  }

  /** The race was tested or stands still: what is shown of it is renewed. Never waits for anything. */
  raceMoved(): void {
    if (this.#source?.kind !== "race" || this.#source.blend || this.#renewing) return;
    this.#renewing = true;
    this.#then(async () => {
      this.#renewing = false;
      if (this.#source?.kind === "race") await this.#open(this.#source);
    });
  }

  #then(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((error: unknown) => {
      this.#parts.post({ type: "lookProblem", problem: asProblem(error) });
    });
  }

  #seeSoon(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#then(() => this.#see());
  }

  /** Puts the networks of a source under the glass; those that stand there already only get its weights. */
  async #open(source: LookSource | null): Promise<void> {
    if (source !== this.#source) return; // another was asked for meanwhile
    if (source === null) {
      this.#close();
      return;
    }
    const gpu = await this.#parts.gpu();
    const own = await this.#subject(source);
    const subject = source.blend ? blended(own, source.blend) : own;
    const old = this.#standing;
    const same = old !== null && old.gpu === gpu && old.subject.network === subject.network;
    if (!same) {
      if (old !== null && old.subject.info !== subject.info) this.#wanted = null;
      this.#close();
      const pair = await Pair.build(gpu, subject.plans, subject.lanes);
      this.#standing = { subject, pair, gpu, step: null, epoch: null };
    }
    const { pair } = this.#standing as Standing;
    pair.blend(this.#alpha);
    const { step, epoch } = await this.#fill(subject, pair);
    if (subject.unmeasured && !(await this.#measure(subject, pair, gpu, source))) return;
    this.#standing = { subject, pair, gpu, step, epoch };
    const { config, lanes } = subject;
    this.#parts.post({
      type: "looking",
      source: source.kind,
      config,
      runs: lanes.map(({ name }) => name),
      step,
      epoch,
      blend: source.blend ?? null,
    });
    if (this.#wanted) await this.#see();
  }

  #close(): void {
    this.#standing?.pair.destroy();
    this.#standing = null;
  }

  async #subject(source: LookSource): Promise<Subject> {
    if (source.kind === "files") return fileSubject(source.files.map(({ bytes }) => decodeWeights(bytes)));
    if (source.kind === "kept") return this.#keptSubject(source.id, source.step);
    const race = await new Promise<Race | null>((resolve) => {
      if (!this.#parts.still(resolve)) resolve(null);
    });
    if (race === null || race.going.length === 0) throw new ProblemError(NO_RACE);
    return raceSubject(race);
  }

  async #keptSubject(id: string, step: number): Promise<Subject> {
    const { store } = this.#parts;
    const record = await store.run(id);
    const kept = record?.weights.filter((part) => part.step === step) ?? [];
    const files: (NamedBytes & { run: RunName })[] = [];
    for (const { run } of kept) {
      const bytes = await store.weights(id, { run, step });
      if (bytes) files.push({ name: run, run, bytes });
    }
    if (files.length === 0) throw new ProblemError(NO_LONGER_KEPT);
    const subject = fileSubject(
      files.map(({ bytes }) => decodeWeights(bytes)),
      files.map(({ run }) => run),
    );
    return { ...subject, step, epoch: subject.epoch };
  }

  /** Gives the pair its weights: from the files, or copies on the device. */
  async #fill(subject: Subject, pair: Pair): Promise<{ step: number | null; epoch: number | null }> {
    const { weights, from } = subject;
    const lanes = pair.runs.map((run) => [run, from.get(run) ?? run] as const);
    if (weights) {
      for (const [run, of] of lanes) pair.write(run, weights.get(of) ?? []);
      return subject;
    }
    return new Promise((resolve, reject) => {
      const there = this.#parts.still((race) => {
        if (race.plans !== subject.plans) return reject(new ProblemError(NO_RACE));
        for (const [run, of] of lanes) {
          const network = race.going.find(({ name }) => name === of)?.network;
          if (network) pair.copy(run, network);
        }
        resolve({ step: race.step, epoch: race.epochAt(race.step) });
      });
      if (!there) reject(new ProblemError(NO_RACE));
    });
  }

  /**
   * Sets the running means of a lane whose weights come from another, as a hand-over does. Minibatch by
   * minibatch, so that a race goes on in between; false where another source was asked for meanwhile.
   */
  async #measure(
    { info, plans, lanes, unmeasured }: Subject,
    pair: Pair,
    gpu: Gpu,
    source: LookSource,
  ): Promise<boolean> {
    const lane = lanes.find(({ name }) => name === unmeasured);
    if (!lane) return true;
    const { train } = await this.#parts.load(info.id as DatasetName);
    const many = await Pair.build(gpu, plans, [lane], MEASURED_BATCH, pair);
    try {
      for (let done = 0; done < MEASURED; done += MEASURED_BATCH) {
        this.#parts.post({ type: "lookMeasuring", done, total: MEASURED });
        many.measure(lane.name, imagesOf(train, info, done, MEASURED_BATCH), done === 0);
        await gpu.device.queue.onSubmittedWorkDone();
        if (source !== this.#source) return false;
      }
      pair.copy(lane.name, many.network(lane.name));
      return true;
    } finally {
      many.destroy();
    }
  }

  async #see(): Promise<void> {
    this.#waiting = false;
    const wanted = this.#wanted;
    const standing = this.#standing;
    if (wanted === null || standing === null) return;
    const { info } = standing.subject;
    const { pixels, test } = await this.#pixels(wanted.picture, info);
    // It was meant for networks that are gone.
    if (pixels.length !== info.height * info.width * info.channels) return;
    const { alpha } = standing.pair;
    const sights = await standing.pair.see(normalised(pixels, info), wanted.maps);
    const maps = sights.flatMap((sight) => (sight.maps ?? []).map(({ buffer }) => buffer as ArrayBuffer));
    this.#parts.post({ type: "seen", number: wanted.number, pixels, test, sights, alpha }, maps);
  }

  async #pixels(picture: Picture, info: DatasetInfo) {
    if (picture.kind === "pixels") return { pixels: picture.pixels, test: null };
    const { test } = await this.#data(info);
    const index = ((picture.index % test.count) + test.count) % test.count;
    const bytes = info.height * info.width * info.channels;
    const pixels = test.images.slice(index * bytes, (index + 1) * bytes);
    return { pixels, test: { index, label: test.labels[index] ?? 0 } };
  }

  async #inside(layer: number): Promise<void> {
    const contents = await this.#standing?.pair.inside(layer);
    if (!contents) return;
    // Not copied: a fully connected layer may hold 50 MB.
    const large = contents.flatMap(({ weight, approximate }) => [weight, approximate?.rescaled ?? weight]);
    const buffers = new Set(large.map(({ buffer }) => buffer as ArrayBuffer));
    this.#parts.post({ type: "inside", layer, contents }, [...buffers]);
  }

  async #testAll(turn: Turn): Promise<void> {
    const standing = this.#standing;
    if (standing) await this.#test.begin(turn, standing, () => this.#data(standing.subject.info));
  }

  async #testImages(indices: readonly number[]): Promise<void> {
    if (this.#standing === null) return;
    const { info } = this.#standing.subject;
    const { test } = await this.#data(info);
    const bytes = info.height * info.width * info.channels;
    const pixels = new Uint8Array(indices.length * bytes);
    for (const [i, index] of indices.entries())
      pixels.set(test.images.subarray(index * bytes, (index + 1) * bytes), i * bytes);
    this.#parts.post({ type: "testImages", data: info.id, indices, pixels }, [pixels.buffer]);
  }

  #data(info: DatasetInfo): Promise<Dataset> {
    return this.#parts.load(info.id as DatasetName);
  }
}

const NO_RACE = {
  kind: "missing",
  message: "There is no race to look into.",
  remedy: "Train both networks, or choose pretrained ones.",
} as const;

const NO_LONGER_KEPT = {
  kind: "missing",
  message: "The weights of this step are no longer kept.",
  remedy: "Choose another step.",
} as const;
