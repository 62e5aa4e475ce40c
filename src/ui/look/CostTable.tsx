import type { NumberKnob } from "../../train/config.ts";
import { NumberInput } from "../controls/NumberInput.tsx";
import { Select } from "../controls/Select.tsx";
import { Wide } from "../shell/Section.tsx";
import { ENERGY } from "../strings/ledger.ts";
import { COSTED, type Cost, type Costed, PUBLISHED, WIDTHS, type Width } from "./costs.ts";
import { changeLedger, costsOf, enterCost, forgetCosts, useLedger } from "./ledgerStore.ts";

const WIDTH_NAMES = Object.fromEntries(WIDTHS.map((width) => [width, ENERGY.widths[width]]));

/** What an operation costs at the width in use: published, and to be changed. */
export function CostTable() {
  const width = useLedger((state) => state.width);
  const changed = useLedger((state) => state.entered[width] !== undefined);
  return (
    <div className="prices">
      <div className="field">
        <div className="label">
          <label htmlFor="ledger-width">{ENERGY.width}</label>
        </div>
        <Select
          id="ledger-width"
          value={width}
          options={WIDTH_NAMES}
          onChange={(next) => changeLedger({ width: next as Width })}
        />
      </div>
      <Wide label={ENERGY.costs}>
        <table>
          <caption className="visually-hidden">{ENERGY.costs}</caption>
          <thead>
            <tr>
              <th scope="col">{ENERGY.operation}</th>
              <th scope="col">{ENERGY.energy}</th>
              <th scope="col">{ENERGY.area}</th>
              <th scope="col">{ENERGY.published}</th>
            </tr>
          </thead>
          <tbody>
            {COSTED.map((kind) => (
              <tr key={`${width} ${kind}`}>
                <th scope="row">{ENERGY.operations[kind]}</th>
                <td>
                  <CostField kind={kind} of="energy" />
                </td>
                <td>
                  <CostField kind={kind} of="area" />
                </td>
                <td className="published">
                  <Published kind={kind} width={width} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <button type="button" className="btn" disabled={!changed} onClick={forgetCosts}>
        {ENERGY.back}
      </button>
      <p className="note">{ENERGY.source}</p>
    </div>
  );
}

const LABELS = { energy: ENERGY.energyOf, area: ENERGY.areaOf } as const;
const UNITS = { energy: "pJ", area: "µm²" } as const;

function CostField({ kind, of }: { kind: Costed; of: keyof Cost }) {
  const value = useLedger((state) => costsOf(state)[kind][of]);
  const id = `cost-${of}-${kind}`;
  const knob: NumberKnob = {
    kind: "number",
    label: LABELS[of](ENERGY.operations[kind]),
    default: value,
    min: 0,
    max: 1e6,
    integer: false,
    unit: UNITS[of],
    help: "",
    origin: "ours",
    group: "problem",
  };
  return (
    <>
      <label htmlFor={id} className="visually-hidden">
        {knob.label}
      </label>
      <NumberInput id={id} knob={knob} value={value} onChange={(next) => enterCost(kind, { [of]: next })} />
    </>
  );
}

function Published({ kind, width }: { kind: Costed; width: Width }) {
  if (kind === "xnors") return ENERGY.none;
  const { energy, area } = PUBLISHED[width][kind];
  return (
    <>
      {ENERGY.publishedCost(energy, area)}
      {kind === "comparisons" && <small>{ENERGY.assumed}</small>}
    </>
  );
}
