import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { type Colour, differenceRamp, inkRamp } from "../../pictures/palette.ts";
import { useTheme } from "../../shell/theme.ts";
import { CONFUSION, DIFFER } from "../../strings/lookTest.ts";
import { signed } from "../../strings/race.ts";
import type { Matrix, Selection } from "./selection.ts";

export interface ConfusionGridProps {
  /** [label][answer]. */
  readonly counts: Int32Array;
  readonly matrix: Matrix;
  /** The count with the strongest colour. */
  readonly limit: number;
  readonly classes: readonly string[];
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
}

/** How far an arrow key goes: rows, columns. */
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A confusion matrix as a table of buttons: one stop of the tab key, arrow keys within. */
export function ConfusionGrid({ counts, matrix, limit, classes, selection, onSelect }: ConfusionGridProps) {
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState(0);
  const colour = useRamp(table, matrix);
  const size = classes.length;
  const chosen =
    selection.kind === "cell" && selection.matrix === matrix ? selection.label * size + selection.answer : -1;

  function move(event: KeyboardEvent): void {
    const [down, right] = MOVES[event.key] ?? [0, 0];
    if (down === 0 && right === 0) return;
    event.preventDefault();
    const row = Math.min(size - 1, Math.max(0, Math.floor(at / size) + down));
    const column = Math.min(size - 1, Math.max(0, (at % size) + right));
    setAt(row * size + column);
    table.current?.querySelectorAll("button")[row * size + column]?.focus();
  }

  const textOf = (count: number) => (matrix === "difference" ? signed(count, 0) : DIFFER.number(count));
  const shareOf = (cell: number) =>
    matrix !== "difference" && cell % (size + 1) === 0 ? 0 : (counts[cell] ?? 0) / limit;
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are operated is a grid
    <table ref={table} role="grid" aria-label={CONFUSION.title} onKeyDown={move}>
      <thead>
        <tr>
          <td />
          {classes.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {classes.map((right, label) => (
          <tr key={right}>
            <th scope="row">{right}</th>
            {classes.map((answer, k) => {
              const cell = label * size + k;
              const count = counts[cell] ?? 0;
              return (
                <td key={answer}>
                  <button
                    type="button"
                    style={colour === null ? {} : styleOf(colour(shareOf(cell)))}
                    tabIndex={cell === at ? 0 : -1}
                    aria-label={CONFUSION.cell(right, answer, textOf(count))}
                    aria-pressed={cell === chosen}
                    onFocus={() => setAt(cell)}
                    onClick={() => onSelect({ kind: "cell", matrix, label, answer: k })}
                  >
                    {count === 0 ? "" : textOf(count)}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The matrix's colours in the theme shown now. */
function useRamp(probe: RefObject<HTMLElement | null>, matrix: Matrix) {
  const theme = useTheme();
  const [ramp, setRamp] = useState<((share: number) => Colour) | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tokens have other colours in another theme
  useLayoutEffect(() => {
    const made = matrix === "difference" ? differenceRamp : inkRamp;
    if (probe.current) setRamp(() => made(probe.current as HTMLElement));
  }, [probe, matrix === "difference", theme]);
  return ramp;
}

/** A colour with the text that can be read on it: black or white has a contrast of at least 4.58 on any. */
function styleOf([red, green, blue]: Colour) {
  const linear = (value: number) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return {
    background: `rgb(${red} ${green} ${blue})`,
    color: luminance > 0.179 ? "#000" : "#fff",
  };
}
