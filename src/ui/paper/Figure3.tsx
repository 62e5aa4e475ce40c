import {
  END_K,
  END_SIGMA_B,
  END_SIGMA_C,
  type Figure3Curves,
  figure3Curves,
} from "../../theory/figure3Curves.ts";
import { FIGURE_3 } from "../../theory/paper.ts";
import type { Axis } from "../charts/axes.ts";
import { FIGURE3 } from "../strings/paper.ts";
import { FunctionPlot } from "./FunctionPlot.tsx";
import { Section } from "./Section.tsx";
import { useLater } from "./useLater.ts";

/** An axis from 0 with ticks at every `step`; the last one carries the word. */
function axis(to: number, step: number, word: (value: string) => string = (value) => value): Axis {
  const ticks = Array.from({ length: Math.floor(to / step + 1e-9) + 1 }, (_, i) => {
    const at = Number((i * step).toFixed(6));
    return { at, text: at + step > to + 1e-9 ? word(String(at)) : String(at) };
  });
  return { from: 0, to, ticks };
}

const BY_K = axis(END_K, 1, FIGURE3.k);
const BY_SIGMA_B = axis(END_SIGMA_B, 0.5, FIGURE3.v);
const BY_SIGMA_C = axis(END_SIGMA_C, 1, FIGURE3.v);
const ERROR = axis(2, 0.5);
const BEST = axis(1.6, 0.5);

/** Figure 3: the exact curves, with the printed statements of section 2.2 as marks. */
export function Figure3() {
  const curves = useLater(figure3Curves);
  return (
    <Section
      id="figure-3"
      title={FIGURE3.title}
      caption={FIGURE3.caption}
      info={{ help: FIGURE3.help, formula: FIGURE3.formula, where: FIGURE3.where }}
    >
      <div className="trio low">{curves !== null && <Panels curves={curves} />}</div>
    </Section>
  );
}

function Panels({ curves }: { curves: Figure3Curves }) {
  const { byK, best, highest, bySigma, minimum, printed } = curves;
  const sigma = minimum.sigma.toFixed(3);
  const highestK = highest.y.toFixed(2);
  const highestAt = highest.x.toFixed(2);
  return (
    <>
      <figure>
        <figcaption>
          <b>{FIGURE3.a}</b>
        </figcaption>
        <FunctionPlot
          label={FIGURE3.describeA}
          x={BY_K}
          y={ERROR}
          lines={byK.map(({ sigma: v, points }) => ({ points, end: FIGURE3.v(String(v)) }))}
          rules={[{ axis: "x", at: FIGURE_3.k, text: FIGURE3.printedK }]}
          marks={byK.map(({ lowest }) => ({ ...lowest, text: "" }))}
        />
        <p>{FIGURE3.noteA(byK.map(({ lowest }) => lowest.x.toFixed(2)))}</p>
      </figure>
      <figure>
        <figcaption>
          <b>{FIGURE3.b}</b>
        </figcaption>
        <FunctionPlot
          label={FIGURE3.describeB(highestK, highestAt, sigma)}
          x={BY_SIGMA_B}
          y={BEST}
          lines={[{ points: best, end: "" }]}
          rules={[
            { axis: "y", at: FIGURE_3.k, text: FIGURE3.printedK },
            { axis: "x", at: FIGURE_3.below, text: FIGURE3.upTo },
          ]}
          marks={[{ ...highest, text: highestK }]}
        />
        <p>{FIGURE3.noteB(highestK, highestAt)}</p>
      </figure>
      <figure>
        <figcaption>
          <b>{FIGURE3.c}</b>
        </figcaption>
        <FunctionPlot
          label={FIGURE3.describeC(sigma, minimum.error.toFixed(4))}
          x={BY_SIGMA_C}
          y={ERROR}
          lines={[{ points: bySigma, end: "" }]}
          rules={[{ axis: "x", at: FIGURE_3.v, text: FIGURE3.printedV }]}
          marks={[{ x: minimum.sigma, y: minimum.error, text: FIGURE3.exactV(sigma), below: true }]}
        />
        <p>
          {FIGURE3.noteC(
            printed.error.toFixed(4),
            minimum.error.toFixed(4),
            printed.meanMagnitude.toFixed(2),
            minimum.meanMagnitude.toFixed(2),
          )}
        </p>
      </figure>
    </>
  );
}
