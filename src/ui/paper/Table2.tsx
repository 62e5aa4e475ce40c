import { Section } from "../shell/Section.tsx";
import { TABLE2 } from "../strings/paper.ts";

/** Table 2: which of its four outputs smin gives. */
export function Table2() {
  const rows = [
    { kept: "a", other: "b", when: TABLE2.keepsA },
    { kept: "b", other: "a", when: TABLE2.keepsB },
  ] as const;
  return (
    <Section
      id="table-2"
      title={TABLE2.title}
      caption={TABLE2.caption}
      info={{ help: TABLE2.help, formula: TABLE2.formula, where: TABLE2.where }}
    >
      <table className="table-2">
        <thead>
          <tr>
            <th scope="col">{TABLE2.corner}</th>
            <th scope="col">{TABLE2.sameSign}</th>
            <th scope="col">{TABLE2.oppositeSign}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kept, other, when }) => (
            <tr key={kept}>
              <th scope="row">{when}</th>
              <td>
                <b className="math">{kept}</b> <span className="dim">{TABLE2.other(other)}</span>
              </td>
              <td>
                <b className="math">−{kept}</b> <span className="dim">{TABLE2.otherNegative(other)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
