import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cifar10 } from "../../../data/cifar10.ts";
import { digits } from "../../../data/digits.ts";
import { mnist } from "../../../data/mnist.ts";
import { mnistForm, SIZE, takesDrawings } from "./mnistForm.ts";
import type { Plane } from "./plane.ts";

/** A plane from rows of "." and "#". */
function plane(...rows: string[]): Plane {
  const values = rows.flatMap((row) => [...row].map((sign) => (sign === "#" ? 1 : 0)));
  return { values, width: rows[0]?.length ?? 0, height: rows.length };
}

/** The same on a larger sheet, this far from its corner. */
function placed({ values, width, height }: Plane, left: number, top: number, sheet: number): Plane {
  const on = new Float64Array(sheet * sheet);
  for (let i = 0; i < width * height; i++)
    on[(top + Math.floor(i / width)) * sheet + left + (i % width)] = values[i] ?? 0;
  return { values: on, width: sheet, height: sheet };
}

/** Every pixel as a square of so many. */
function enlarged({ values, width, height }: Plane, times: number): Plane {
  const wide = width * times;
  const value = (i: number) =>
    values[Math.floor(i / wide / times) * width + Math.floor((i % wide) / times)] ?? 0;
  return {
    values: Float64Array.from({ length: wide * height * times }, (_, i) => value(i)),
    width: wide,
    height: height * times,
  };
}

const form = (drawing: Plane) => mnistForm(drawing) as Uint8Array;

/** The columns and rows that hold ink, and its centre of mass. */
function measured(image: Uint8Array) {
  let [sum, x, y] = [0, 0, 0];
  const [columns, rows] = [new Set<number>(), new Set<number>()];
  image.forEach((value, i) => {
    if (value === 0) return;
    const [column, row] = [i % SIZE, Math.floor(i / SIZE)];
    columns.add(column);
    rows.add(row);
    sum += value;
    x += value * (column + 0.5);
    y += value * (row + 0.5);
  });
  return { columns: columns.size, rows: rows.size, x: x / sum, y: y / sum, sum };
}

function expectAlike(image: Uint8Array, other: Uint8Array): void {
  expect(Math.max(...image.map((value, i) => Math.abs(value - (other[i] ?? 0))))).toBeLessThanOrEqual(1);
}

const SHEET = 40;
/** Up to 12x12 pixels of any grey, with some ink. */
const drawings = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 255 })), {
        minLength: width * height,
        maxLength: width * height,
      })
      .filter((greys) => greys.some((grey) => grey > 0))
      .map((greys): Plane => ({ values: greys.map((grey) => grey / 255), width, height })),
  );
const place = fc.integer({ min: 0, max: SHEET - 12 });

describe("A drawing in the form of MNIST", () => {
  it("is nothing where nothing is drawn", () => {
    expect(mnistForm(plane("....", "...."))).toBeNull();
    expect(mnistForm({ values: [], width: 0, height: 0 })).toBeNull();
  });

  it("fills a box of 20 pixels with its longer side and keeps its aspect", () => {
    const upright = measured(form(plane(".#..", ".#..", ".#..", ".#..")));
    expect([upright.columns, upright.rows]).toEqual([5, 20]);
    const lying = measured(form(plane("....", "####", "####", "....")));
    expect([lying.columns, lying.rows]).toEqual([20, 10]);
  });

  it("is antialiased: a pixel has the mean grey of what it covers", () => {
    const image = form(enlarged(plane("###", "#.#", "###"), 10));
    // 20 pixels for 30: the inner edge at 10 lies on 6 2/3, so that the seventh pixel is two thirds ink.
    const row = [...image.slice(14 * SIZE, 15 * SIZE)].filter((value) => value > 0);
    expect(row).toContain(170);
    expect(Math.max(...row)).toBe(255);
  });

  it("puts an even drawing where MNIST's even digits lie, whole: from 4 to 24", () => {
    const image = form(plane("##", "##"));
    const rows = [...image.keys()].filter((i) => image[i] === 255).map((i) => Math.floor(i / SIZE));
    expect([Math.min(...rows), Math.max(...rows)]).toEqual([4, 23]);
  });

  it("has its centre of mass in the middle pixel, as every image of MNIST has", () => {
    const { x, y } = measured(form(plane("#....", "#....", "#....", "###..")));
    for (const centre of [x, y]) {
      expect(centre).toBeGreaterThanOrEqual(14);
      expect(centre).toBeLessThan(15);
    }
  });

  it("loses no ink at the border, however far from its box its centre of mass lies", () => {
    const heavy = plane("###.......", "###.......", "##########");
    const inBox = measured(form(heavy));
    expect(inBox.columns).toBe(20);
    expect(inBox.sum).toBe(255 * 16 * 4);
  });

  it("changes by no more than a rounding when the drawing is moved or enlarged", () => {
    fc.assert(
      fc.property(drawings, place, place, (drawing, left, top) => {
        expectAlike(form(placed(drawing, left, top, SHEET)), form(drawing));
      }),
    );
    fc.assert(
      fc.property(drawings, fc.integer({ min: 2, max: 5 }), (drawing, times) => {
        expectAlike(form(enlarged(drawing, times)), form(drawing));
      }),
    );
  });

  it("is for sets of MNIST's form alone", () => {
    expect([mnist, digits, cifar10].map(takesDrawings)).toEqual([true, true, false]);
  });
});
