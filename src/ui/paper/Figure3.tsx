import { figure3Curves } from "../../theory/figure3Curves.ts";
import { Figure3Panels } from "../charts/Figure3Panels.tsx";
import { Section } from "../shell/Section.tsx";
import { FIGURE3 } from "../strings/figure3.ts";
import { useLater } from "../useLater.ts";

/** Figure 3 beside the printed statements. */
export function Figure3() {
  const curves = useLater(figure3Curves);
  return (
    <Section
      id="figure-3"
      title={FIGURE3.title}
      caption={FIGURE3.caption}
      info={{ help: FIGURE3.help, formula: FIGURE3.formula, where: FIGURE3.where }}
    >
      <div className="trio low">{curves !== null && <Figure3Panels curves={curves} />}</div>
    </Section>
  );
}
