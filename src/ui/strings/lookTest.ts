import type { Agreement } from "../../math/classification.ts";
import type { RunName } from "../../train/events.ts";
import { RUN_WORDS, signed } from "./race.ts";

/** Words of the part of the Look view that tests the networks on the whole test set. */

const grouped = new Intl.NumberFormat("en");
const number = (value: number) => grouped.format(value);
const images = (count: number) => `${number(count)} ${count === 1 ? "image" : "images"}`;
const label = (run: RunName) => RUN_WORDS[run].label;

export const DIFFER = {
  number,
  title: "Where they differ",
  caption: "test images by which network is right",
  help: "Every network answers every image of the test set, with the weights it has when the test begins. An image counts as different where one is right and the other is wrong.",
  formula: "answer = the class of the largest logit",
  where: "Our choice: the paper compares accuracies only",
  headline: "right or wrong differently on",
  ofImages: (count: number) => `of ${images(count)}`,
  why: "Networks may reach the same accuracy and still fail on different images. Test them to see on which.",
  start: (count: number) => `Test on all ${images(count)}`,
  again: "Test again",
  stop: "Stop",
  testing: "Testing the networks",
  progress: (done: number, total: number) => `${number(done)} of ${images(total)}`,
  stopped: "Stopped before any image was done.",
  partly: (done: number, total: number) => `Stopped: the first ${number(done)} of ${images(total)}.`,
  at: (epoch: number) => `Tested at epoch ${epoch.toFixed(1)}.`,
  old: (epoch: number | null) =>
    epoch === null
      ? "Out of date: other weights are shown above."
      : `Out of date: the networks above are of epoch ${epoch.toFixed(1)}.`,
  against: "Compared with multiplying",
  download: "CSV of all answers",
  groups: "Which images are shown",
  group: (group: Agreement, first: RunName, second: RunName) =>
    ({
      both: "both right",
      first: `only ${label(first)} right`,
      second: `only ${label(second)} right`,
      neither: "both wrong",
    })[group],
  none: "No such image.",
  more: (count: number) => `${number(count)} more`,
  right: (name: string) => `right ${name}`,
  says: (run: RunName, name: string) => `${label(run)} says ${name}`,
  thumbnail: (index: number, right: string, answers: readonly string[]) =>
    `Test image ${number(index)}, right ${right}: ${answers.join(", ")}`,
  shown: (what: string, count: number) => `${what}: ${images(count)}`,
} as const;

export const CONFUSION = {
  title: "Confusion",
  help: "Each row holds the images of one class, each column an answer. The difference is the second network’s count minus the first’s: green where it gives this answer more often, purple where less often. A click on a cell shows its images.",
  formula: "count(label, answer)",
  where: "Our choice: the paper compares accuracies only",
  which: "Which matrix",
  difference: "difference",
  axes: "rows: right, columns: answer",
  wrongLimit: (most: number) =>
    `0 to ${number(most)} wrong answers, one scale for both; right answers, the diagonal, have no colour`,
  differenceLimit: (most: number, first: RunName, second: RunName) =>
    `${signed(-most, 0)} to ${number(most)}, ${label(second)} minus ${label(first)}`,
  cell: (right: string, answer: string, value: string) => `right ${right}, answer ${answer}: ${value}`,
  selected: (run: RunName, right: string, answer: string) => `right ${right}, ${label(run)} says ${answer}`,
  selectedDifference: (right: string, answer: string) => `right ${right}, only one of both says ${answer}`,
  columns: { right: "right", answer: "answer" },
} as const;

export const MARGINS = {
  title: "Margins",
  caption: "images by margin, logarithmic; at the end the mean",
  help: "The margin is the probability of the right class minus that of the best other one. Left of 0 the answer is wrong; far from 0 the network is sure of it.",
  formula: "margin = p(right) − max p(other)",
  where: "Our choice: the paper compares accuracies only",
  mean: (value: number) => signed(value),
  axis: (value: string) => `margin ${value}`,
  bin: (from: string, to: string) => `${from} to ${to}`,
  describe: (parts: string) => `Images by margin, on a logarithmic scale. Mean margin: ${parts}`,
  columns: { from: "from", to: "to" },
} as const;

export const CALIBRATION = {
  title: "Confidence",
  caption: "accuracy by confidence; at the end the calibration error (ECE)",
  help: "Images are sorted into ten bins by the probability that the network gives its answer. A network whose confidence can be trusted lies on the dotted line; below it, it is surer than it is right. The expected calibration error (ECE) is the mean distance from that line, weighted by the images of each bin.",
  formula: "ECE = Σ (n_b / n) · |accuracy_b − confidence_b|",
  where: "Our choice: the paper compares accuracies only",
  error: (value: number) => `${(100 * value).toFixed(1)} %`,
  axis: (value: string) => `confidence ${value}`,
  describe: (parts: string) => `Accuracy by confidence. Expected calibration error: ${parts}`,
  reading: (accuracy: number, count: number) => `${(100 * accuracy).toFixed(0)} % of ${number(count)}`,
  columns: { from: "from", to: "to", images: "images", accuracy: "accuracy", confidence: "confidence" },
} as const;

/** "multiplying images": a column of one network. */
export const columnOf = (run: RunName, what = "") => `${label(run)} ${what}`.trim();
