import { figure3Curves } from "../../theory/figure3Curves.ts";
import { Figure3Panels } from "../charts/Figure3Panels.tsx";
import { Section } from "../shell/Section.tsx";
import { FIGURE3 } from "../strings/figure3.ts";
import { useLater } from "../useLater.ts";
import { changeLab, useLab } from "./labStore.ts";

/** Figure 3 to be read anywhere: drag k in (a), v in (b) and (c). */
export function Figure3() {
  const curves = useLater(figure3Curves);
  const k = useLab((state) => state.k);
  const sigma = useLab((state) => state.sigma);
  return (
    <Section
      id="figure-3"
      title={FIGURE3.title}
      caption={FIGURE3.caption}
      info={{ help: FIGURE3.help, formula: FIGURE3.formula, where: FIGURE3.where }}
    >
      <div className="trio low">
        {curves !== null && <Figure3Panels curves={curves} point={{ k, sigma, move: changeLab }} />}
      </div>
    </Section>
  );
}
