/** Words of the Look view: inside the networks. */

const grouped = new Intl.NumberFormat("en");

export const LOOK = {
  headline: (networks: number) => `The same picture, seen by ${networks > 2 ? "all three" : "both"}.`,
  claim: (networks: number) =>
    networks > 2
      ? "Rows share one scale. Where a difference is empty, that network found what multiplying found."
      : "Rows share one scale. Where the third row is empty, comparing found what multiplying found.",
  panel: "What to look at",
  networks: "Networks",
  race: "This race",
  pretrained: (network: string, data: string, epochs: number) =>
    `Pretrained ${network}, ${data}, ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
  past: (name: string) => `Past run: ${name}`,
  none: "No networks yet",
  noneWhy: "Train both, and see what each makes of the same picture.",
  at: (epoch: number) => `epoch ${epoch.toFixed(1)}`,
  fetching: "Fetching weights.",
  notFetched: (file: string) => ({
    message: `${file} could not be fetched.`,
    remedy: "Check the network and choose them again.",
  }),
  picture: "Picture",
  pictureOf: (index: number, label: string) => `Test image ${grouped.format(index)}: ${label}`,
  says: "says",
  rewind: "Rewind",
  checkpoint: "Checkpoint",
  now: "now",
  noCheckpoints: "Weights are kept at the end of each epoch and on pause; then you can go back to them here.",
  curve: "Test accuracy of the networks, with the point that is shown",
  inside: "Inside",
  layer: "Layer",
} as const;

/** A share as people say it: "96 %". */
export const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

export const BLEND = {
  title: "Blend",
  help: "One network's weights, its forward pass between multiplying and comparing. At 0 it is the exact network bit for bit, at 1 the min-selector on these weights. Weights that were trained with multiplications get their means of |x| from 2,048 training images.",
  formula: "(1 − α) · multiplication + α · min-selector",
  weights: "Weights of",
  weightsOf: (run: string) => `the ${run} network`,
  off: "each its own",
  alpha: "α",
  measuring: "Measuring the means of |x|",
  stop: "Stop",
  fineTune: "Fine-tune from here",
  fineTuneWhy: "Puts these weights into the race as the start of a third network that compares",
} as const;

/** The accuracies of a blended network. */
export const SWEEP = {
  title: "From multiplying to comparing",
  caption: (images: number) => `accuracy on the first ${images} test images, the same weights throughout`,
  start: "Measure 11 places",
  again: "Measure again",
  stop: "Stop",
  running: "Places measured",
  alpha: "α",
  accuracy: "accuracy",
  reading: ({ alpha, accuracy }: { alpha: number; accuracy: number }) =>
    `α ${alpha.toFixed(1)}: ${(100 * accuracy).toFixed(1)} %`,
  describe: (points: readonly { alpha: number; accuracy: number }[]) =>
    `Accuracy by α: ${points.map(({ alpha, accuracy }) => `${alpha.toFixed(1)} ${(100 * accuracy).toFixed(1)} %`).join(", ")}`,
  ours: "Ours, not the paper's: the paper trains with one product or the other.",
} as const;
