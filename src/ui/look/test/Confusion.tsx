import { useMemo, useState } from "react";
import { confusion } from "../../../math/classification.ts";
import { CellsDialog } from "../../charts/CellsDialog.tsx";
import { ChartHead } from "../../charts/ChartHead.tsx";
import { fileName } from "../../files/names.ts";
import { CONFUSION } from "../../strings/lookTest.ts";
import { RUN_WORDS } from "../../strings/race.ts";
import { ConfusionGrid } from "./ConfusionGrid.tsx";
import type { Matrix, Selection } from "./selection.ts";
import type { Comparison } from "./useTest.ts";

export interface ConfusionProps {
  readonly comparison: Comparison;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
}

/** What each network mistakes for what, and where they differ in it. */
export function Confusion({ comparison, selection, onSelect }: ConfusionProps) {
  const { info, config, labels, first, second } = comparison;
  const [matrix, setMatrix] = useState<Matrix>("difference");
  const classes = info.classes.length;
  const counts = useMemo(() => {
    const [one, two] = [confusion(labels, first, classes), confusion(labels, second, classes)];
    return { first: one, second: two, difference: two.map((count, i) => count - (one[i] ?? 0)) };
  }, [labels, first, second, classes]);
  const limit = matrix === "difference" ? largest(counts.difference) : mostWrong(counts, classes);
  const names = { first: first.run, second: second.run };
  return (
    <section className="confusion" aria-label={CONFUSION.title}>
      <ChartHead
        title={CONFUSION.title}
        caption=""
        help={CONFUSION.help}
        formula={CONFUSION.formula}
        where={CONFUSION.where}
        fromPaper={false}
      >
        <fieldset className="switch" aria-label={CONFUSION.which}>
          {(["first", "second", "difference"] as const).map((one) => (
            <button key={one} type="button" aria-pressed={one === matrix} onClick={() => setMatrix(one)}>
              {one === "difference" ? CONFUSION.difference : RUN_WORDS[names[one]].chip}
            </button>
          ))}
        </fieldset>
        <CellsDialog
          title={CONFUSION.title}
          fileName={fileName(config, "confusion", "csv", new Date())}
          header={[
            CONFUSION.columns.right,
            CONFUSION.columns.answer,
            RUN_WORDS[first.run].label,
            RUN_WORDS[second.run].label,
            CONFUSION.difference,
          ]}
          rows={tableRows(counts, info.classes)}
        />
      </ChartHead>
      <ConfusionGrid
        counts={counts[matrix]}
        matrix={matrix}
        limit={limit}
        classes={info.classes}
        selection={selection}
        onSelect={onSelect}
      />
      <p className="limits">
        <i className={matrix === "difference" ? "swatch difference" : "swatch"} />
        {matrix === "difference"
          ? CONFUSION.differenceLimit(limit, first.run, second.run)
          : CONFUSION.wrongLimit(limit)}
      </p>
      <p className="limits">{CONFUSION.axes}</p>
    </section>
  );
}

type Counts = Readonly<Record<Matrix, Int32Array>>;

/** The largest magnitude; at least 1, so that it can be a scale. */
const largest = (counts: Int32Array) => counts.reduce((most, count) => Math.max(most, Math.abs(count)), 1);

/** The largest count of both networks beside the diagonal, on which right answers lie. */
function mostWrong({ first, second }: Counts, classes: number): number {
  const wrong = (counts: Int32Array) => counts.filter((_, cell) => cell % (classes + 1) !== 0);
  return Math.max(largest(wrong(first)), largest(wrong(second)));
}

/** The cells that any network has images in. */
function tableRows({ first, second, difference }: Counts, classes: readonly string[]) {
  return [...first.keys()]
    .filter((cell) => first[cell] !== 0 || second[cell] !== 0)
    .map((cell) => [
      classes[Math.floor(cell / classes.length)] ?? "",
      classes[cell % classes.length] ?? "",
      ...[first, second, difference].map((counts) => counts[cell] ?? 0),
    ]);
}
