import { describe, expect, it } from "vitest";
import { emptyCurves, record } from "../curves.ts";
import { lossesCsv, raceCsv, testsCsv, toCsv } from "./csv.ts";

const curves = emptyCurves(["exact", "smin"]);
record(curves, {
  type: "steps",
  run: "exact",
  records: [{ step: 1, epoch: 0.5, loss: 2.25, accuracy: 0.125, gradientNorm: 3 }],
});
record(curves, {
  type: "test",
  run: "smin",
  step: 1,
  epoch: 0.5,
  accuracy: 0.5,
  loss: 1.5,
  images: 100,
  whole: true,
});

describe("CSV", () => {
  it("holds every step and test as measured", () => {
    expect(lossesCsv(curves.losses)).toBe(
      "run,step,epoch,loss,batch_accuracy,gradient_norm\r\nexact,1,0.5,2.25,0.125,3\r\n",
    );
    expect(testsCsv(curves.tests)).toBe(
      "run,step,epoch,accuracy,loss,images,whole_test_set\r\nsmin,1,0.5,0.5,1.5,100,1\r\n",
    );
    expect(raceCsv(curves).split("\r\n").slice(1, 3)).toEqual([
      "step,exact,1,0.5,2.25,0.125,3,,",
      "test,smin,1,0.5,1.5,0.5,,100,1",
    ]);
  });

  it("makes formulas plain text, keeps numbers and quotes by the rules", () => {
    expect(toCsv(["a"], [["=1+1"], [-0.25], ['say "x", y'], [Number.NaN]])).toBe(
      'a\r\n\'=1+1\r\n-0.25\r\n"say ""x"", y"\r\n\r\n',
    );
  });
});
