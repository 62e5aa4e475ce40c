import { Section } from "../shell/Section.tsx";
import { DIFFERENCES } from "../strings/paper.ts";

/** Where the paper's numbers or statements do not hold as printed. */
export function Differences() {
  return (
    <Section id="differences" title={DIFFERENCES.title} className="found">
      <ol>
        {DIFFERENCES.list.map(([place, text]) => (
          <li key={text}>
            <b>{place}</b> {text}
          </li>
        ))}
      </ol>
    </Section>
  );
}
