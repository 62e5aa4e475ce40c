import { confidence } from "../../../math/classification.ts";
import { toCsv } from "../../charts/csv.ts";
import type { Comparison } from "./useTest.ts";

/** Digits kept of a probability. */
const DIGITS = 6;

/** Every tested image: its place, its class, and of each network the answer, its probability and the right one's. */
export function answersCsv({
  info: { classes },
  labels,
  first,
  second,
}: Pick<Comparison, "info" | "labels" | "first" | "second">): string {
  const lanes = [first, second];
  const header = lanes.flatMap(({ run }) => [
    `${run}_answer`,
    `${run}_probability`,
    `${run}_probability_of_label`,
  ]);
  const rounded = (share: number) => Number(share.toPrecision(DIGITS));
  const rows = [...labels].map((label, i) => [
    i,
    classes[label] ?? label,
    ...lanes.flatMap((lane) => [
      classes[lane.answers[i] ?? -1] ?? "",
      rounded(confidence(lane, i)),
      rounded(lane.right[i] ?? Number.NaN),
    ]),
  ]);
  return toCsv(["index", "label", ...header], rows);
}
