import { KNOBS, type Knob, type KnobName } from "../../train/config.ts";
import { Section, Wide } from "../shell/Section.tsx";
import { FIXED, IN_PAPER, OPEN } from "../strings/paper.ts";

/** The settings of the experiment: how the page shows and what it trains on are no choices of the paper's. */
const NAMES = (Object.keys(KNOBS) as KnobName[]).filter((name) => {
  const { group, origin }: Knob = KNOBS[name];
  return group !== "watch" && group !== "problem" && (origin === "ours" || group === "open");
});

/** Every setting with its default: printed in the paper, or chosen here. */
export function LeftOpen() {
  return (
    <Section id="open" title={OPEN.title} caption={OPEN.caption}>
      <Wide label={OPEN.title}>
        <table className="open-settings">
          <thead>
            <tr>
              <th scope="col">{OPEN.setting}</th>
              <th scope="col">{OPEN.here}</th>
              <th scope="col">{OPEN.source}</th>
              <th scope="col">{OPEN.inPaper}</th>
            </tr>
          </thead>
          <tbody>
            {NAMES.map((name) => {
              const knob: Knob = KNOBS[name];
              return (
                <Row
                  key={name}
                  setting={knob.label}
                  here={defaultText(knob)}
                  paper={knob.origin === "paper"}
                  place={knob.where ?? IN_PAPER[name] ?? OPEN.notPrinted}
                />
              );
            })}
            {FIXED.map(([setting, here, place]) => (
              <Row key={setting} setting={setting} here={here} paper={false} place={place} />
            ))}
          </tbody>
        </table>
      </Wide>
    </Section>
  );
}

interface RowProps {
  readonly setting: string;
  readonly here: string;
  readonly paper: boolean;
  readonly place: string;
}

function Row({ setting, here, paper, place }: RowProps) {
  return (
    <tr>
      <th scope="row">{setting}</th>
      <td>{here}</td>
      <td>{paper ? <b>{OPEN.paper}</b> : OPEN.ours}</td>
      <td className="dim">{place}</td>
    </tr>
  );
}

function defaultText(knob: Knob): string {
  if (knob.kind === "choice") return knob.options[knob.default] ?? knob.default;
  if (knob.kind === "text") return knob.default;
  if (knob.unit === undefined) return String(knob.default);
  return `${knob.default} ${knob.default === 1 ? knob.unit.replace(/s$/, "") : knob.unit}`;
}
