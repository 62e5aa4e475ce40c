import { differenceRamp, inkOrPurpleRamp } from "../pictures/palette.ts";
import type { Theme } from "../shell/theme.ts";
import type { Scale } from "./tiles.ts";

/** Colours from one end of a scale to the other; odd, so that 0 has its own. */
const STEPS = 511;
const OPAQUE = 0xff000000;

const tables = new Map<string, Uint32Array>();

/** The colours of a scale in a theme, resolved once, as words of an image: many pixels are painted with few look-ups. */
function tableOf(kind: "ink" | "signed", theme: Theme, probe: HTMLElement): Uint32Array {
  const key = `${kind} ${theme}`;
  const known = tables.get(key);
  if (known) return known;
  const colour = kind === "ink" ? inkOrPurpleRamp(probe) : differenceRamp(probe);
  const table = Uint32Array.from({ length: STEPS }, (_, i) => {
    const [red, green, blue] = colour((2 * i) / (STEPS - 1) - 1).map(Math.round);
    return word(red ?? 0, green ?? 0, blue ?? 0);
  });
  tables.set(key, table);
  return table;
}

/** A pixel in the order of the machines that browsers run on: lowest byte first. */
const word = (red: number, green: number, blue: number) => (OPAQUE | (blue << 16) | (green << 8) | red) >>> 0;

/** Paints values on a canvas of as many pixels, or three planes of them as colours. NaN stays empty. */
export function paint(canvas: HTMLCanvasElement, values: Float32Array, scale: Scale, theme: Theme): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const picture = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(picture.data.buffer);
  const { kind, low, high } = scale;
  // As far below 0 as above, so that a step has the same weight on both sides.
  const most = Math.max(-low, high);
  const share = (value: number) => (most > 0 ? 0.5 + Math.min(1, Math.max(-1, value / most)) / 2 : 0.5);
  if (kind === "colours") {
    const part = (i: number) => Math.round(255 * share(values[i] as number));
    const { length } = pixels;
    for (let i = 0; i < length; i++) pixels[i] = word(part(i), part(i + length), part(i + 2 * length));
  } else {
    const table = tableOf(kind, theme, canvas);
    for (let i = 0; i < pixels.length; i++) {
      const value = values[i] as number;
      if (!Number.isNaN(value)) pixels[i] = table[Math.round(share(value) * (STEPS - 1))] as number;
    }
  }
  context.putImageData(picture, 0, 0);
}
