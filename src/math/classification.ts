/** What a network says of labelled images, one entry an image. */
export interface Answers {
  /** The class it gives the highest probability; of equals the first. */
  readonly answers: Uint8Array;
  /** Probability of the right class. */
  readonly right: Float32Array;
  /** Probability of the likeliest class that is not the right one. */
  readonly other: Float32Array;
}

/** What two networks make of the same images: which of them is right. */
export type Agreement = "both" | "first" | "second" | "neither";

/** The probability that a network gives to its answer. */
export function confidence({ right, other }: Answers, i: number): number {
  return Math.max(right[i] ?? Number.NaN, other[i] ?? Number.NaN);
}

/** Probability of the right class minus that of the best other one: above 0 where the answer is right. */
export function margin({ right, other }: Answers, i: number): number {
  return (right[i] ?? Number.NaN) - (other[i] ?? Number.NaN);
}

/** Images by how the two networks agree on them, each list in ascending order. */
export function agreement(
  labels: Uint8Array,
  first: Answers,
  second: Answers,
): Readonly<Record<Agreement, readonly number[]>> {
  const groups: Record<Agreement, number[]> = { both: [], first: [], second: [], neither: [] };
  labels.forEach((label, i) => {
    const [one, two] = [first.answers[i] === label, second.answers[i] === label];
    groups[one && two ? "both" : one ? "first" : two ? "second" : "neither"].push(i);
  });
  return groups;
}

/** How often class `answer` was the answer to images of class `label`: [label][answer]. */
export function confusion(labels: Uint8Array, { answers }: Answers, classes: number): Int32Array {
  const counts = new Int32Array(classes * classes);
  labels.forEach((label, i) => {
    const cell = label * classes + (answers[i] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  });
  return counts;
}

/** Images whose margin lies in each of `bins` equal parts of [-1, 1]; a margin that is no number in none. */
export function marginCounts(answers: Answers, bins: number): Int32Array {
  const counts = new Int32Array(bins);
  answers.right.forEach((_, i) => {
    const bin = Math.min(bins - 1, Math.floor(((margin(answers, i) + 1) / 2) * bins));
    if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1;
  });
  return counts;
}

/** Images whose confidence lies in one part of [0, 1]. */
export interface ConfidenceBin {
  readonly count: number;
  /** The share of them that is answered right, and their mean confidence; NaN without any. */
  readonly accuracy: number;
  readonly confidence: number;
}

export interface Calibration {
  readonly bins: readonly ConfidenceBin[];
  /** Expected calibration error: Σ (images of the bin / all) · |accuracy − mean confidence| over the bins. */
  readonly error: number;
}

/** How far a network's confidence says how often it is right, over `bins` equal parts of [0, 1]. */
export function calibration(labels: Uint8Array, answers: Answers, bins: number): Calibration {
  const sums = Array.from({ length: bins }, () => ({ count: 0, correct: 0, confidence: 0 }));
  labels.forEach((label, i) => {
    const sure = confidence(answers, i);
    const sum = sums[Math.min(bins - 1, Math.floor(sure * bins))];
    if (!sum) return;
    sum.count++;
    sum.correct += answers.answers[i] === label ? 1 : 0;
    sum.confidence += sure;
  });
  const error = sums.reduce((total, sum) => total + Math.abs(sum.correct - sum.confidence), 0);
  return {
    bins: sums.map((sum) => ({
      count: sum.count,
      accuracy: sum.correct / sum.count,
      confidence: sum.confidence / sum.count,
    })),
    error: labels.length === 0 ? Number.NaN : error / labels.length,
  };
}
