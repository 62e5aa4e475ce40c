import type { DatasetInfo, Split } from "../data/dataset.ts";
import type { Gpu } from "../gpu/device.ts";
import { Slices } from "../gpu/slices.ts";
import { type Tensor, view } from "../gpu/tensor.ts";
import type { Answers } from "../math/classification.ts";
import type { RunName } from "../train/events.ts";
import { imagesOf } from "./images.ts";
import { softmax } from "./pair.ts";

/** Networks that can be shown the same images: as floats (pair.ts) or in 8 bits (integerPair.ts). */
export interface Shown {
  readonly runs: readonly RunName[];
  /** As many images as a batch holds, normalised, NCHW. */
  show(images: ArrayLike<number>): void;
  /** Of the images shown last, a lane each; one shape. */
  readonly logits: readonly Tensor[];
}

/** What one network says of the images of a test set, from the first one on. */
export interface LaneAnswers extends Answers {
  readonly run: RunName;
}

export interface TestPassOptions {
  /** Milliseconds a submit should take, asked before each. */
  readonly aim: () => number;
  /** Told after each slice how many images are done. */
  readonly onProgress: (done: number) => void;
  /** Asked between slices. */
  readonly stopped: () => boolean;
  /** Waits for all submitted work, expected to take so long, in milliseconds. */
  readonly settle?: (expected: number) => Promise<void>;
}

/** Images that networks for a test pass should hold: a few milliseconds on a graphics card, less than a training step elsewhere. */
export const TEST_BATCH = 16;

/** Batches a slice holds at most. */
const MOST = 64;

/**
 * Shows networks all images of a test set, as many at a time as their batch holds, in slices sized by time; the
 * last batch is filled up, and what fills it is not counted. Resolves with what there is, also when stopped;
 * rejects what the device throws.
 */
export async function testPass(
  { device }: Gpu,
  networks: Shown,
  test: Split,
  info: DatasetInfo,
  { aim, onProgress, stopped, settle = async () => {} }: TestPassOptions,
): Promise<LaneAnswers[]> {
  const { runs, logits } = networks;
  const [{ batch, channels: classes, buffer, size }] = logits as [Tensor];
  const lanes = runs.map((run) => ({
    run,
    answers: new Uint8Array(test.count),
    right: new Float32Array(test.count),
    other: new Float32Array(test.count),
  }));
  const staging = device.createBuffer({
    label: "logits read back",
    size: MOST * lanes.length * buffer.size,
    usage: 0x01 | 0x08, // MAP_READ | COPY_DST
  });
  const now = () => performance.now();
  /** Milliseconds of a batch. */
  let expected = 0;

  /** The logits of `count` batches from `first` on, [batch][lane][image][class], and the milliseconds they took. */
  const take = async (first: number, count: number) => {
    const free = device.queue.onSubmittedWorkDone().then(now);
    for (let k = 0; k < count; k++) {
      networks.show(imagesOf(test, info, (first + k) * batch, batch));
      const encoder = device.createCommandEncoder();
      logits.forEach((tensor, lane) => {
        const place = (k * lanes.length + lane) * buffer.size;
        encoder.copyBufferToBuffer(tensor.buffer, 0, staging, place, buffer.size);
      });
      device.queue.submit([encoder.finish()]);
    }
    await settle(expected * count);
    const bytes = count * lanes.length * buffer.size;
    const mapped = staging.mapAsync(0x01, 0, bytes).then(now);
    const [start, end] = await Promise.all([free, mapped]);
    expected = (end - start) / count;
    const values = new Float32Array(staging.getMappedRange(0, bytes).slice(0));
    staging.unmap();
    return { values, milliseconds: end - start };
  };

  const slices = new Slices(Math.ceil(test.count / batch), MOST);
  const done = () => Math.min(test.count, slices.done * batch);
  try {
    while (!slices.finished && !stopped()) {
      const first = slices.done;
      const count = slices.next(aim());
      const { values, milliseconds } = await take(first, count);
      for (let image = first * batch; image < Math.min(test.count, (first + count) * batch); image++) {
        const k = Math.floor(image / batch) - first;
        lanes.forEach((lane, l) => {
          const [stride, , origin] = view(logits[l] as Tensor);
          const at = 4 * ((k * lanes.length + l) * size + origin + (image % batch) * stride);
          note(lane, image, test.labels[image] ?? 0, values.subarray(at, at + classes));
        });
      }
      slices.note(count, milliseconds);
      onProgress(done());
    }
  } finally {
    staging.destroy();
  }
  return lanes.map(({ run, answers, right, other }) => ({
    run,
    answers: answers.slice(0, done()),
    right: right.slice(0, done()),
    other: other.slice(0, done()),
  }));
}

/** Of equal logits the first is the answer, as in shaders/softmax_cross_entropy.wgsl. */
function note({ answers, right, other }: LaneAnswers, image: number, label: number, logits: Float32Array) {
  const shares = softmax(logits);
  answers[image] = Math.max(0, logits.indexOf(Math.max(...logits)));
  right[image] = shares[label] ?? 0;
  other[image] = Math.max(...shares.filter((_, k) => k !== label));
}
