import type { RunName } from "../../train/events.ts";
import { type Axis, ratio, share } from "../charts/axes.ts";
import type { PlotEnd, PlotStart } from "../charts/Plot.tsx";
import { type BandPoint, type PlotData, spread } from "../charts/plotData.ts";
import type { CurvePoint } from "../series.ts";

/** One plot of a figure: what the chart of the page shows, and the words above it. */
export interface FigurePlot {
  readonly title: string;
  readonly caption: string;
  readonly data: PlotData;
  readonly ends: readonly PlotEnd[];
  readonly starts: readonly PlotStart[];
}

export interface Figure {
  readonly title: string;
  readonly about: string;
  /** From top to bottom. */
  readonly plots: readonly FigurePlot[];
}

/** Units of the picture; a PNG has twice as many pixels. */
export const FIGURE = { width: 960, plotHeight: 280, lossHeight: 180, pixels: 2 } as const;

const FONT = "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";
const MARGIN = { left: 56, right: 152, top: 76, between: 62, bottom: 36 } as const;
const LABEL_HEIGHT = 17;

/** The light theme, always: figures go onto paper. The same colours, dashes and marks as in the page. */
const COLOURS = {
  surface: "#ffffff",
  ink: "#15171a",
  quiet: "#5f646b",
  grid: "#ecebe5",
  behind: "#ecdff0",
  ahead: "#dcecd3",
} as const;

interface RunStyle {
  readonly line: string;
  readonly text: string;
  readonly dash: string;
  /** The mark at the end of the line, around (0, 0). */
  readonly mark: string;
}

const STYLES: Readonly<Partial<Record<RunName, RunStyle>>> = {
  exact: { line: "#0b5cb5", text: "#0b5cb5", dash: "none", mark: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z" },
  smin: { line: "#d65f0a", text: "#a94300", dash: "9 4", mark: "M-4.5-4.5h9v9h-9z" },
  transfer: { line: "#00936a", text: "#006b4c", dash: "10 4 2 4", mark: "M0-5.5L5.5 5h-11z" },
};
const OTHER: RunStyle = { line: "#15171a", text: "#15171a", dash: "9 4", mark: "M0-5.5L5.5 0 0 5.5-5.5 0z" };

const styleOf = (run: RunName): RunStyle => STYLES[run] ?? OTHER;

/** A figure as a picture that needs nothing else: lines, marks, and every word as text. */
export function figureSvg(figure: Figure): string {
  const { width, plotHeight, lossHeight } = FIGURE;
  let top: number = MARGIN.top;
  const plots = figure.plots.map((plot, i) => {
    const height = i === 0 ? plotHeight : lossHeight;
    top += MARGIN.between;
    const drawn = plotSvg(
      plot,
      { left: MARGIN.left, top: top - 18, width: width - MARGIN.left - MARGIN.right, height },
      i,
    );
    top += height;
    return drawn;
  });
  const height = top + MARGIN.bottom;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" font-size="12">`,
    `<title>${escapeXml(`${figure.title}. ${figure.about}`)}</title>`,
    `<rect width="${width}" height="${height}" fill="${COLOURS.surface}"/>`,
    text(24, 38, figure.title, { size: 20, weight: 600, colour: COLOURS.ink }),
    text(24, 62, figure.about, { size: 13 }),
    ...plots,
    "</svg>",
  ].join("\n");
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function plotSvg({ title, caption, data, ends, starts }: FigurePlot, box: Box, index: number): string {
  const { x, y, series, band, targets } = data;
  const at = placed(x, y, box);
  const clip = `plot-${index}`;
  const line = (points: readonly CurvePoint[]) =>
    points
      .map(at)
      .map(([px, py]) => `${px} ${py}`)
      .join("L");
  const lines = [...series].reverse();
  return [
    `<clipPath id="${clip}"><rect x="${box.left}" y="${box.top}" width="${box.width}" height="${box.height}"/></clipPath>`,
    `<text x="24" y="${box.top - 16}" font-size="14" font-weight="600" fill="${COLOURS.ink}">${escapeXml(title)}` +
      `<tspan dx="12" font-size="12" font-weight="400" fill="${COLOURS.quiet}">${escapeXml(caption)}</tspan></text>`,
    ...y.ticks.map(
      (tick) =>
        `<line x1="${box.left}" x2="${box.left + box.width}" y1="${at({ x: x.from, y: tick.at })[1]}" y2="${at({ x: x.from, y: tick.at })[1]}" stroke="${COLOURS.grid}"/>` +
        text(box.left - 8, at({ x: x.from, y: tick.at })[1] + 4, tick.text, { anchor: "end" }),
    ),
    ...x.ticks.map((tick, i) =>
      text(at({ x: tick.at, y: y.from })[0], box.top + box.height + 18, tick.text, {
        anchor: i === 0 ? "start" : i === x.ticks.length - 1 ? "end" : "middle",
      }),
    ),
    `<g clip-path="url(#${clip})" fill="none" stroke-linejoin="round">`,
    ...(["behind", "ahead"] as const).map((side) => bandPath(band, side, at)),
    ...targets.map(
      ({ run, at: level }) =>
        `<line x1="${box.left}" x2="${box.left + box.width}" y1="${at({ x: 0, y: level })[1]}" y2="${at({ x: 0, y: level })[1]}" stroke="${styleOf(run).text}" stroke-dasharray="2 3"/>`,
    ),
    ...lines.map(
      ({ run, raw }) => `<path d="M${line(raw)}" stroke="${styleOf(run).line}" stroke-opacity="0.32"/>`,
    ),
    ...lines.map(
      ({ run, mean }) =>
        `<path d="M${line(mean)}" stroke="${styleOf(run).line}" stroke-width="2" stroke-dasharray="${styleOf(run).dash}"/>`,
    ),
    "</g>",
    ...targets.map(({ run, at: level, text: words }) =>
      text(box.left, at({ x: x.from, y: level })[1] - 4, words, { colour: styleOf(run).text, halo: true }),
    ),
    ...starts.map(({ run, text: words, ...point }) => {
      const [px, py] = at(point);
      return `<path d="${styleOf(run).mark}" transform="translate(${px} ${py})" fill="${COLOURS.surface}" stroke="${styleOf(run).line}" stroke-width="2"/>${text(px + 10, py + 14, words, { colour: styleOf(run).text, halo: true })}`;
    }),
    ...endLabels(ends, at),
  ].join("\n");
}

/** Marks at the ends of the lines, and the words beside them, moved apart where they touch. */
function endLabels(ends: readonly PlotEnd[], at: (point: CurvePoint) => readonly [number, number]): string[] {
  const tops = spread(
    ends.map((end) => at(end)[1]),
    LABEL_HEIGHT,
  );
  return ends.map(({ run, word, value, ...point }, i) => {
    const [px, py] = at(point);
    const style = styleOf(run);
    const label = text(px + 12, (tops[i] ?? py) + 4.5, `${word} ${value}`, {
      size: 13,
      weight: 600,
      colour: style.text,
      halo: true,
    });
    return `<path d="${style.mark}" transform="translate(${px} ${py})" fill="${style.line}" stroke="${COLOURS.surface}" stroke-width="1.5"/>${label}`;
  });
}

function bandPath(
  band: readonly BandPoint[],
  side: "behind" | "ahead",
  at: (point: CurvePoint) => readonly [number, number],
): string {
  if (band.length === 0) return "";
  const edge = (which: 0 | 1) => band.map((point) => at({ x: point.x, y: point[side][which] }).join(" "));
  const outline = [...edge(1), ...edge(0).reverse()].join("L");
  return `<path d="M${outline}Z" fill="${COLOURS[side]}" fill-opacity="0.62"/>`;
}

function placed(x: Axis, y: Axis, { left, top, width, height }: Box) {
  return (point: CurvePoint): readonly [number, number] => [
    round(left + share(x, point.x) * width),
    round(top + (1 - clampLine(ratio(y, point.y))) * height),
  ];
}

/** Lines run on a little beyond the plot, where they are cut off. */
function clampLine(height: number): number {
  return Math.min(2, Math.max(-2, height));
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

interface TextStyle {
  readonly size?: number;
  readonly weight?: number;
  readonly colour?: string;
  readonly anchor?: "start" | "middle" | "end";
  /** A rim of the paper's colour, so that it can be read over lines. */
  readonly halo?: boolean;
}

function text(x: number, y: number, words: string, style: TextStyle = {}): string {
  const { size = 12, weight = 400, colour = COLOURS.quiet, anchor = "start", halo = false } = style;
  const rim = halo ? ` stroke="${COLOURS.surface}" stroke-width="3" paint-order="stroke"` : "";
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}"${rim}>${escapeXml(words)}</text>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text inside XML; control characters that XML does not know are left out. */
export function escapeXml(words: string): string {
  return words
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "")
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "");
}
