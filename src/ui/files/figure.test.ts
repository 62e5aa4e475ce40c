import { describe, expect, it } from "vitest";
import { DATASETS } from "../../data/index.ts";
import { defaultConfig } from "../../train/link.ts";
import { accuracyPlot } from "../charts/accuracyPlot.ts";
import { epochAxis } from "../charts/axes.ts";
import { emptyCurves, record } from "../curves.ts";
import { escapeXml, figureSvg } from "./figure.ts";

const config = { ...defaultConfig(), transfer: "exact" as const };

function threeLanes() {
  const curves = emptyCurves(["exact", "smin", "transfer"]);
  const test = (run: "exact" | "smin" | "transfer", step: number, accuracy: number) =>
    record(curves, {
      type: "test",
      run,
      step,
      epoch: step / 10,
      accuracy,
      loss: 1,
      images: 100,
      whole: true,
    });
  for (let step = 1; step <= 20; step++) {
    test("exact", step, 0.9 + step / 250);
    test("smin", step, 0.8 + step / 250);
    if (step >= 10) test("transfer", step, 0.7 + step / 100);
  }
  return curves;
}

function draw(title: string): string {
  const race = { config, runs: [], data: DATASETS.digits };
  const plot = accuracyPlot(
    threeLanes(),
    race as never,
    "linear",
    epochAxis(2, (value) => `epoch ${value}`),
  );
  return figureSvg({ title, about: "about", plots: [{ title: "Test accuracy", caption: "", ...plot }] });
}

describe("a figure", () => {
  it("has title, axes and the runs' names and values at the ends of their lines", () => {
    const svg = draw("LeNet on MNIST");
    expect(svg).toContain(">Test accuracy<tspan");
    for (const words of ["LeNet on MNIST", "100 %", "epoch 2", "multiplying 98.00", "comparing 88.00"])
      expect(svg).toContain(`>${words}</text>`);
    expect(svg).toContain(">transfer 90.00</text>");
    expect(svg).toContain(">step 0: 80.00</text>");
  });

  it("parts the runs by colour, dash and mark, on white", () => {
    const svg = draw("");
    for (const dash of ["none", "9 4", "10 4 2 4"]) expect(svg).toContain(`stroke-dasharray="${dash}"`);
    expect(svg).toContain('fill="#ffffff"');
    expect(svg).not.toContain("var(");
  });

  it("shows any name as text", () => {
    expect(draw("<img src=x onerror=alert(1)>")).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(escapeXml('a & "b"\u0000\u0007')).toBe("a &amp; &quot;b&quot;");
  });
});
