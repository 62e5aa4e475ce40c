import { mnistForm } from "./mnistForm.ts";

/** A point of the pad, 0 to 1 from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the pen went, from touching the pad to leaving it. */
export type Stroke = readonly Point[];

/**
 * The width of the pen on a pad of width 1. A digit drawn over three quarters of the pad then has strokes of
 * 2.4 pixels in MNIST's box of 20; those of MNIST's own test images of a 1 are 1.9 to 3.6 wide, 2.6 in the middle.
 */
const PEN = 0.09;
/** Pixels that a drawing is made of before it becomes one of 28x28. */
const SHEET = 224;

/** Draws strokes over a square of `size` pixels, in the context's colours, as smooth lines with round ends. */
export function paint(context: CanvasRenderingContext2D, strokes: readonly Stroke[], size: number): void {
  context.lineWidth = PEN * size;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes) {
    const [first, ...rest] = stroke.map(({ x, y }) => ({ x: x * size, y: y * size }));
    if (!first) continue;
    context.beginPath();
    context.moveTo(first.x, first.y);
    // Each point bends the line on its way from one middle between points to the next.
    let last = first;
    for (const point of rest) {
      context.quadraticCurveTo(last.x, last.y, (last.x + point.x) / 2, (last.y + point.y) / 2);
      last = point;
    }
    context.lineTo(last.x, last.y);
    context.stroke();
  }
}

/** A drawing as the networks see it; null where nothing is drawn. */
export function seenOf(strokes: readonly Stroke[]): Uint8Array<ArrayBuffer> | null {
  const sheet = blankSheet();
  if (strokes.length === 0 || !sheet) return null;
  paint(sheet, strokes, SHEET);
  const { data } = sheet.getImageData(0, 0, SHEET, SHEET);
  const values = Float32Array.from({ length: SHEET * SHEET }, (_, i) => (data[4 * i + 3] ?? 0) / 255);
  return mnistForm({ values, width: SHEET, height: SHEET });
}

function blankSheet(): CanvasRenderingContext2D | null {
  const canvas = document.createElement("canvas");
  canvas.width = SHEET;
  canvas.height = SHEET;
  return canvas.getContext("2d", { willReadFrequently: true });
}
