import { describe, expect, test } from "vitest";
import { NAMED_PRODUCTS, type NamedProduct, PRODUCTS, signedProduct } from "../math/products.ts";
import { STREAM } from "../math/random.ts";
import { similarity } from "./correlation.ts";
import { type Distribution, draw } from "./distribution.ts";
import { meanMagnitude } from "./relativeError.ts";

const normal = (deviation: number, mean = 0): Distribution => ({ kind: "normal", mean, deviation });
const uniform = (to: number, from = 0): Distribution => ({ kind: "uniform", from, to });
const student = (degrees: number, location = 0): Distribution => ({
  kind: "student",
  location,
  scale: 1,
  degrees,
});

/** Correlations with min, add and max, known to 13 digits. */
const KNOWN: readonly (readonly [
  what: string,
  x: Distribution,
  w: Distribution,
  values: readonly number[],
])[] = [
  ["N(0,1), N(0,1)", normal(1), normal(1), [0.9082306447067, 0.8820255434491, 0.6737978427802]],
  [
    "N(0,1), N(0,10) with standard deviation 10",
    normal(1),
    normal(10),
    [0.6915402402233, 0.6826501074362, 0.6238454252395],
  ],
  [
    "N(0,1), N(0,10) with variance 10",
    normal(1),
    normal(Math.sqrt(10)),
    [0.8025096257396, 0.7827099777897, 0.6292676636287],
  ],
  ["U(0,1), U(0,1)", uniform(1), uniform(1), [0.9621404708847, 0.9258200997726, 0.6414269805898]],
  ["U(0,10), U(0,1)", uniform(10), uniform(1), [0.7160762650663, 0.7165452239681, 0.6545596537431]],
];

const OPERATORS = [PRODUCTS.smin, PRODUCTS.add, PRODUCTS.max];

describe("Table 1", () => {
  test.each(KNOWN)("%s", (_what, x, w, values) => {
    for (const [i, { magnitude }] of OPERATORS.entries()) {
      expect(similarity(magnitude, x, w).correlation).toBeCloseTo(values[i] ?? Number.NaN, 12);
      expect(similarity(magnitude, w, x).correlation).toBeCloseTo(values[i] ?? Number.NaN, 12);
    }
  });

  test("multiplication is perfectly similar to itself", () => {
    const same = similarity(PRODUCTS.mul.magnitude, normal(1), normal(3));
    expect(same.correlation).toBeCloseTo(1, 13);
    expect(same.signed).toBeCloseTo(1, 13);
    expect(same.slope).toBeCloseTo(1, 13);
    expect(same.offset).toBeCloseTo(0, 13);
    expect(same.factor).toBeCloseTo(1, 13);
  });
});

/** With the moments of |x|: the sum of two magnitudes has closed forms for all that is asked. */
const MOMENTS: readonly (readonly [Distribution, mean: number, square: number])[] = [
  [normal(0.5, 1), meanMagnitude(1, 0.5), 1.25],
  [uniform(3, -1), 1.25, 7 / 3],
  [{ kind: "laplace", location: 0, scale: 0.1 }, 0.1, 0.02],
  [student(2.5), 1.2060290800984, 5],
  [student(3), (2 * Math.sqrt(3)) / Math.PI, 3],
];

test.each(MOMENTS.flatMap((x) => MOMENTS.map((w) => [...x, ...w] as const)))(
  "Addition of magnitudes of %o, mean %d, square %d, and %o",
  (x, meanX, squareX, w, meanW, squareW) => {
    const varianceX = squareX - meanX ** 2;
    const varianceW = squareW - meanW ** 2;
    const covariance = varianceX * meanW + varianceW * meanX;
    const varianceH = squareX * squareW - (meanX * meanW) ** 2;
    const slope = covariance / (varianceX + varianceW);
    const found = similarity(PRODUCTS.add.magnitude, x, w);
    expect(found.meanX).toBeCloseTo(meanX, 10);
    expect(found.meanW).toBeCloseTo(meanW, 10);
    expect(found.correlation).toBeCloseTo(covariance / Math.sqrt((varianceX + varianceW) * varianceH), 9);
    expect(found.slope).toBeCloseTo(slope, 9);
    expect(found.offset).toBeCloseTo(meanX * meanW - slope * (meanX + meanW), 9);
  },
);

test("a moment that is infinite leaves NaN, not a number", () => {
  const found = similarity(PRODUCTS.add.magnitude, student(2), normal(1));
  const { meanX, meanW, ...others } = found;
  expect(meanX).toBeCloseTo(Math.SQRT2, 9);
  expect(meanW).toBeCloseTo(Math.sqrt(2 / Math.PI), 12);
  for (const value of Object.values(others)) expect(value).toBeNaN();
  expect(similarity(PRODUCTS.add.magnitude, student(1), normal(1)).meanX).toBeNaN();
});

describe("Signed operands", () => {
  test("smin of two standard normal numbers", () => {
    const { magnitude } = PRODUCTS.smin;
    expect(similarity(magnitude, normal(1), normal(1)).signed).toBeCloseTo(0.9359322608726, 12);
  });

  test("are as magnitudes where all are positive", () => {
    const found = similarity(PRODUCTS.smin.magnitude, uniform(3, 1), uniform(4, 0.5));
    expect(found.signed).toBeCloseTo(found.correlation, 12);
  });

  test("least squares, operands of mean magnitude 1", () => {
    const unit = normal(Math.sqrt(Math.PI / 2));
    expect(similarity(PRODUCTS.smin.magnitude, unit, unit).factor).toBeCloseTo(1.9459143, 7);
    expect(similarity(PRODUCTS.smin.magnitude, uniform(2), uniform(2)).factor).toBeCloseTo(1.6, 12);
  });
});

/** Least squares of h on g over draws: each estimate with five of its standard errors. */
function leastSquares(g: readonly number[], h: readonly number[]) {
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const [meanG, meanH] = [mean(g), mean(h)];
  const pairs = g.map((each, i) => [each - meanG, (h[i] as number) - meanH] as const);
  const [gg, hh, gh] = [
    mean(pairs.map(([u]) => u * u)),
    mean(pairs.map(([, v]) => v * v)),
    mean(pairs.map(([u, v]) => u * v)),
  ];
  const slope = gh / gg;
  const correlation = gh / Math.sqrt(gg * hh);
  /** What one draw adds to an estimate decides its standard error. */
  const estimate = (value: number, influence: (u: number, v: number) => number) => ({
    value,
    within: (5 * Math.sqrt(mean(pairs.map(([u, v]) => influence(u, v) ** 2)))) / Math.sqrt(g.length),
  });
  return {
    slope: estimate(slope, (u, v) => ((v - slope * u) * u) / gg),
    offset: estimate(meanH - slope * meanG, (u, v) => (v - slope * u) * (1 - (meanG * u) / gg)),
    correlation: estimate(
      correlation,
      (u, v) => (u * v) / Math.sqrt(gg * hh) - (correlation * (u ** 2 / gg + v ** 2 / hh)) / 2,
    ),
  };
}

describe.each<[string, NamedProduct]>(
  NAMED_PRODUCTS.map((name): [string, NamedProduct] => [name, PRODUCTS[name]]).slice(1),
)("%s on draws", (_, product) => {
  test.each<[Distribution, Distribution]>([
    [normal(0.5, 1), { kind: "laplace", location: -0.3, scale: 1 }],
    [student(9), uniform(2, -0.5)],
  ])("of %o and %o: the fit is that of the quadrature", (x, w) => {
    const indices = Array.from({ length: 60000 }, (_, i) => i);
    const xs = indices.map((i) => draw(x, 42, STREAM.synthetic, i));
    const ws = indices.map((i) => draw(w, 42, STREAM.weights, i));
    const g = xs.map((each, i) => signedProduct(product, each, ws[i] as number));
    const h = xs.map((each, i) => each * (ws[i] as number));
    const found = similarity(product.magnitude, x, w);
    const expectNear = (value: number, of: { readonly value: number; readonly within: number }) =>
      expect(Math.abs(value - of.value)).toBeLessThan(of.within);
    const magnitudes = leastSquares(g.map(Math.abs), h.map(Math.abs));
    expectNear(found.slope, magnitudes.slope);
    expectNear(found.offset, magnitudes.offset);
    expectNear(found.correlation, magnitudes.correlation);
    expectNear(found.signed, leastSquares(g, h).correlation);
  });
});
