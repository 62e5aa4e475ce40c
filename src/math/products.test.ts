import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRODUCTS, type ProductName, productOf, signedProduct } from "./products.ts";

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const smin = (a: number, b: number) => signedProduct(PRODUCTS.smin, a, b);

describe("smin", () => {
  it("takes the smaller magnitude and the sign of the product (Table 2)", () => {
    expect(smin(3, 2)).toBe(2);
    expect(smin(-3, 2)).toBe(-2);
    expect(smin(3, -2)).toBe(-2);
    expect(smin(-2, -3)).toBe(2);
  });

  it("equals (|a + b| - |a - b|) / 2", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const magnitude = Math.abs(a) + Math.abs(b);
        expect(Math.abs(smin(a, b) - (Math.abs(a + b) - Math.abs(a - b)) / 2)).toBeLessThanOrEqual(
          1e-15 * magnitude,
        );
      }),
    );
  });

  it("equals clamp(x, -|w|, |w|) sign(w), the form of the shader", () => {
    fc.assert(
      fc.property(number, number, (x, w) => {
        const clamped = Math.max(-Math.abs(w), Math.min(Math.abs(w), x));
        expect(smin(x, w) - clamped * Math.sign(w)).toBe(0);
      }),
    );
  });
});

describe.each(Object.keys(PRODUCTS) as ProductName[])("%s", (name) => {
  const product = productOf(name, "sqrt(|x|*|w|)");

  it("is 0 when an operand is 0, of either sign", () => {
    for (const zero of [0, -0]) {
      for (const other of [0, -0, 5, -5]) {
        expect(Math.abs(signedProduct(product, zero, other))).toBe(0);
        expect(Math.abs(signedProduct(product, other, zero))).toBe(0);
      }
    }
  });

  it("is odd in each operand", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(signedProduct(product, -a, b) + signedProduct(product, a, b)).toBe(0);
        expect(signedProduct(product, a, -b) + signedProduct(product, a, b)).toBe(0);
      }),
    );
  });

  if (product.degree === 0) return;

  it("scales with both operands by its degree", () => {
    const powersOfTwo = fc.integer({ min: -8, max: 8 }).map((exponent) => 2 ** exponent);
    const tame = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(tame, tame, powersOfTwo, (a, b, s) => {
        expect(
          signedProduct(product, s * a, s * b) - s ** product.degree * signedProduct(product, a, b),
        ).toBe(0);
      }),
    );
  });
});

it("gives every product a code of its own", () => {
  const codes = Object.values(PRODUCTS).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});
