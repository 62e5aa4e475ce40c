import { describe, expect, it } from "vitest";
import { accuracyAxis, epochAxis, epochEnd, errorAxis, logError, lossAxis } from "./axes.ts";

const texts = (axis: { ticks: readonly { text: string }[] }) => axis.ticks.map((tick) => tick.text);

describe("the epoch axis", () => {
  it("grows with the run and ends at its last epoch", () => {
    expect([0, 0.05, 0.1, 0.4, 0.95, 1.9, 4, 6.4, 10].map((epoch) => epochEnd(epoch, 10))).toEqual([
      0.1, 0.1, 0.2, 0.5, 2, 5, 5, 10, 10,
    ]);
    expect(epochEnd(0.99, 1)).toBe(1);
    expect(epochEnd(6.9, 7)).toBe(7);
    expect(epochEnd(1.0027, 1)).toBe(1);
    expect(epochEnd(6.4, 5)).toBe(7);
  });

  it("has four to six ticks, the last with the word", () => {
    expect(texts(epochAxis(10, (value) => `epoch ${value}`))).toEqual(["0", "2", "4", "6", "8", "epoch 10"]);
    expect(texts(epochAxis(0.5, (value) => `epoch ${value}`))).toEqual([
      "0",
      "0.1",
      "0.2",
      "0.3",
      "0.4",
      "epoch 0.5",
    ]);
    expect(texts(epochAxis(7, String))).toEqual(["0", "2", "4", "7"]);
    expect(texts(epochAxis(3.00288, String)).at(-1), "the last minibatch passes the end a little").toBe("3");
  });
});

describe("the accuracy axis", () => {
  it("starts where the learning is visible", () => {
    expect([10, 60, 79, 88, 93, 97, 99].map((worse) => accuracyAxis(worse).from)).toEqual([
      0, 0, 0, 50, 80, 90, 95,
    ]);
    expect(texts(accuracyAxis(97))).toEqual(["90", "92", "94", "96", "98", "100 %"]);
  });

  it("as log error puts better higher and survives a perfect score", () => {
    expect(logError(0.99, 0.0005)).toBeCloseTo(2);
    expect(logError(1, 0.0005)).toBeCloseTo(3.3, 1);
    expect(texts(errorAxis(0.985, 0.0005))).toEqual(["100", "50", "20", "10", "5", "2", "1 %"]);
  });
});

describe("the loss axis", () => {
  it("is decimal and logarithmic", () => {
    expect(texts(lossAxis(Math.log10(0.02), Math.log10(2.4)))).toEqual(["0.03", "0.1", "0.3", "1"]);
  });

  it("stands without any loss and after an overflow", () => {
    expect(lossAxis(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY).ticks.length).toBeGreaterThan(1);
    expect(lossAxis(-2, 30).to).toBeLessThan(3);
  });
});
