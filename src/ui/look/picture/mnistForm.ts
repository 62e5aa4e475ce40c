import type { DatasetInfo } from "../../../data/dataset.ts";
import { type Area, type Plane, resampled } from "./plane.ts";

/** MNIST's images: 28x28, with the ink in a box of 20x20. */
export const SIZE = 28;
const BOX = 20;
/** Rounding in the sums must not decide which way an even drawing is moved. */
const TIE = 1e-6;

/** Whether the images of a set are made like MNIST's, so that a drawing can become one. */
export function takesDrawings({ height, width, channels }: DatasetInfo): boolean {
  return height === SIZE && width === SIZE && channels === 1;
}

/**
 * A drawing as an image of MNIST: the box around its ink fills 20 pixels with its longer side, antialiased,
 * its aspect kept, and is moved by whole pixels until its centre of mass lies in the middle pixel (14, 14), as
 * it does in every test image of MNIST. All of the box stays within the image.
 * @param drawing ink is 1, paper 0.
 * @returns 28x28 bytes, light ink on dark; null where nothing is drawn.
 */
export function mnistForm(drawing: Plane): Uint8Array<ArrayBuffer> | null {
  const box = inkBox(drawing);
  if (box === null) return null;
  const side = Math.max(box.width, box.height);
  const ink = resampled(drawing, { ...box, width: side, height: side }, BOX, BOX);
  const [column, row] = centreOfMass(ink);
  const shiftX = shift(column, (BOX * box.width) / side);
  const shiftY = shift(row, (BOX * box.height) / side);
  const image = new Uint8Array(SIZE * SIZE);
  ink.forEach((value, i) => {
    const x = (i % BOX) + shiftX;
    const y = Math.floor(i / BOX) + shiftY;
    if (value > 0 && x < SIZE && y < SIZE) image[y * SIZE + x] = Math.round(255 * Math.min(1, value));
  });
  return image;
}

/** The smallest box of whole pixels around all ink; null where there is none. */
function inkBox({ values, width, height }: Plane): Area | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!((values[y * width + x] ?? 0) > 0)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Of a box's values, measured from its upper left corner. */
function centreOfMass(values: Float64Array): [x: number, y: number] {
  let [sum, x, y] = [0, 0, 0];
  values.forEach((value, i) => {
    sum += value;
    x += value * ((i % BOX) + 0.5);
    y += value * (Math.floor(i / BOX) + 0.5);
  });
  return [x / sum, y / sum];
}

/** By how many pixels a box of this extent is moved, so that its centre comes to lie in [14, 15). */
function shift(centre: number, extent: number): number {
  const wanted = Math.ceil(SIZE / 2 - centre - TIE);
  return Math.max(0, Math.min(SIZE - Math.ceil(extent - TIE), wanted));
}
