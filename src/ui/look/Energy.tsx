import type { ProductName } from "../../math/products.ts";
import { type LayerOperations, pairOperations, sumOf } from "../../nn/operations.ts";
import { Info } from "../controls/Info.tsx";
import { Mark, runClass } from "../shell/Mark.tsx";
import { Wide } from "../shell/Section.tsx";
import { ENERGY, shareText } from "../strings/ledger.ts";
import { RUN_WORDS } from "../strings/race.ts";
import { SHELL } from "../strings/shell.ts";
import { Bars } from "./Bars.tsx";
import { CostTable } from "./CostTable.tsx";
import { costOf } from "./costs.ts";
import type { LedgerRow } from "./ledger.ts";
import { costsOf, useLedger } from "./ledgerStore.ts";

export interface EnergyProps {
  readonly rows: readonly LedgerRow[];
  readonly product: ProductName;
  /** Of the product `own`. */
  readonly expression: string;
}

/** What the counts would cost in silicon: costs of an operation, and energy and area that follow. */
export function Energy({ rows, product, expression }: EnergyProps) {
  return (
    <section className="silicon" aria-labelledby="silicon-title">
      <h3 id="silicon-title">
        {ENERGY.title}
        <Info
          label={SHELL.about(ENERGY.title)}
          help={ENERGY.help}
          formula={ENERGY.formula}
          origin={ENERGY.where}
          fromPaper={false}
        />
      </h3>
      <div className="estimate">
        <CostTable />
        <div>
          <EnergyTable rows={rows} product={product} />
          <Unit product={product} expression={expression} />
        </div>
      </div>
    </section>
  );
}

function EnergyTable({ rows, product }: Omit<EnergyProps, "expression">) {
  const costs = useLedger(costsOf);
  const energy = ({ operations }: Pick<LayerOperations, "operations">) => costOf(operations, costs, "energy");
  const most = Math.max(0, ...rows.flatMap(({ exact, tested }) => [energy(exact), energy(tested)]));
  const exact = energy({ operations: sumOf(rows.map((row) => row.exact)) });
  const tested = energy({ operations: sumOf(rows.map((row) => row.tested)) });
  return (
    <>
      <Wide label={ENERGY.picojoules}>
        <table className="energy">
          <caption>{ENERGY.picojoules}</caption>
          <thead>
            <tr>
              <th scope="col">{ENERGY.layer}</th>
              {(["exact", product] as const).map((run) => (
                <th key={run} scope="col" className={`n group ${runClass(run)}`}>
                  <Mark run={run} size={12} /> {RUN_WORDS[run].label}
                </th>
              ))}
              <td className="bars" />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} className={row.exact.of}>
                <th scope="row">{row.name}</th>
                <td className="n">{ENERGY.value(energy(row.exact))}</td>
                <td className="n">{ENERGY.value(energy(row.tested))}</td>
                <td className="bars">
                  <Bars product={product} exact={energy(row.exact)} tested={energy(row.tested)} most={most} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{ENERGY.total}</th>
              <td className="n">{ENERGY.value(exact)}</td>
              <td className="n">{ENERGY.value(tested)}</td>
              <td className="bars">{exact > 0 && <b>{shareText(tested / exact)}</b>}</td>
            </tr>
          </tfoot>
        </table>
      </Wide>
      {exact > 0 && (
        <p className="note">{ENERGY.ratio(RUN_WORDS[product].heading, shareText(tested / exact))}</p>
      )}
    </>
  );
}

/** The area of what takes in one pair of operands: its operations, each with a unit of its own. */
function Unit({ product, expression }: Omit<EnergyProps, "rows">) {
  const costs = useLedger(costsOf);
  const exact = costOf(pairOperations("exact"), costs, "area");
  const tested = costOf(pairOperations(product, expression), costs, "area");
  if (exact === 0) return null;
  return (
    <p className="note">
      {ENERGY.unit(ENERGY.value(exact), ENERGY.value(tested), shareText(tested / exact))}
    </p>
  );
}
