import type { Agreement } from "../../../math/classification.ts";
import { CONFUSION, DIFFER } from "../../strings/lookTest.ts";
import type { Comparison } from "./useTest.ts";

/** The confusion matrix of one of two networks, or the second's minus the first's. */
export type Matrix = "first" | "second" | "difference";

/** Which test images are shown. */
export type Selection =
  | { readonly kind: "group"; readonly group: Agreement }
  | { readonly kind: "cell"; readonly matrix: Matrix; readonly label: number; readonly answer: number };

/** The images of a selection, in the order of the test set, and what they are called. */
export function selected(
  { info, labels, first, second, groups }: Comparison,
  selection: Selection,
): { readonly title: string; readonly indices: readonly number[] } {
  if (selection.kind === "group") {
    const title = DIFFER.group(selection.group, first.run, second.run);
    return { title, indices: groups[selection.group] };
  }
  const { matrix, label, answer } = selection;
  const says = {
    first: (i: number) => first.answers[i] === answer,
    second: (i: number) => second.answers[i] === answer,
    difference: (i: number) => (first.answers[i] === answer) !== (second.answers[i] === answer),
  }[matrix];
  const names = [info.classes[label] ?? "", info.classes[answer] ?? ""] as const;
  const title =
    matrix === "difference"
      ? CONFUSION.selectedDifference(...names)
      : CONFUSION.selected((matrix === "first" ? first : second).run, ...names);
  const indices = [...labels.keys()].filter((i) => labels[i] === label && says(i));
  return { title, indices };
}
