import type { ProductName } from "../../math/products.ts";
import {
  type LayerOperations,
  multiplicationsOf,
  type OperationKind,
  type Operations,
  sumOf,
} from "../../nn/operations.ts";
import { Mark, runClass } from "../shell/Mark.tsx";
import { Wide } from "../shell/Section.tsx";
import { LEDGER, shareText } from "../strings/ledger.ts";
import { compact } from "../strings/network.ts";
import { RUN_WORDS } from "../strings/race.ts";
import { Bars } from "./Bars.tsx";
import type { LedgerRow } from "./ledger.ts";
import type { LedgerState } from "./ledgerStore.ts";

type Shown = keyof typeof LEDGER.columns;

const KINDS = ["multiplications", "additions", "comparisons"] as const satisfies Shown[];
/** Of the network under test, behind its multiplications and those of them that scale an output. */
const FURTHER_KINDS = ["additions", "comparisons", "xnors"] as const satisfies Shown[];

export interface LedgerTableProps {
  readonly rows: readonly LedgerRow[];
  readonly product: ProductName;
  readonly span: LedgerState["span"];
}

/** Operations of both networks, a layer a row, and their sums. */
export function LedgerTable({ rows, product, span }: LedgerTableProps) {
  const format = span === "image" ? LEDGER.number : compact;
  const most = Math.max(0, ...rows.flatMap(({ exact, tested }) => [exact, tested].map(multiplications)));
  return (
    <Wide label={LEDGER.table}>
      <table className="counts">
        <thead>
          <tr>
            <td />
            <Group run="exact" columns={KINDS.length} />
            <Group run={product} columns={FURTHER_KINDS.length + 2} />
            <td className="bars" />
          </tr>
          <tr>
            <th scope="col">{LEDGER.layer}</th>
            <Heads kinds={KINDS} />
            <Heads kinds={["multiplications"]} />
            <th scope="col" className="n">
              {LEDGER.scale}
              <i className="math">
                μ<sub>w</sub>
              </i>
            </th>
            <Heads kinds={FURTHER_KINDS} />
            <th scope="col" className="bars">
              {LEDGER.left}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, exact, tested, foldsInto }) => (
            <tr key={key} className={exact.of}>
              <th scope="row">{name}</th>
              <Counts kinds={KINDS} of={exact.operations} format={format} />
              <Counts kinds={["multiplications"]} of={tested.operations} format={format} />
              <td className="n">
                {tested.scales > 0 && (
                  <>
                    {format(tested.scales)}{" "}
                    <small>{foldsInto === null ? LEDGER.stays : LEDGER.into(foldsInto)}</small>
                  </>
                )}
              </td>
              <Counts kinds={FURTHER_KINDS} of={tested.operations} format={format} />
              <td className="bars">
                <Bars
                  product={product}
                  exact={multiplications(exact)}
                  tested={multiplications(tested)}
                  most={most}
                />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Total rows={rows} span={span} format={format} />
        </tfoot>
      </table>
    </Wide>
  );
}

function Total({
  rows,
  span,
  format,
}: Pick<LedgerTableProps, "rows" | "span"> & { format: (value: number) => string }) {
  const [exact, tested] = [rows.map((row) => row.exact), rows.map((row) => row.tested)];
  const [all, left] = [multiplicationsOf(exact), multiplicationsOf(tested)];
  const scales = tested.reduce((sum, layer) => sum + layer.scales, 0);
  return (
    <tr>
      <th scope="row">{LEDGER.total[span]}</th>
      <Counts kinds={KINDS} of={sumOf(exact)} format={format} />
      <Counts kinds={["multiplications"]} of={sumOf(tested)} format={format} />
      <td className="n">{scales > 0 && format(scales)}</td>
      <Counts kinds={FURTHER_KINDS} of={sumOf(tested)} format={format} />
      <td className="bars">
        {all.network > 0 && (
          <>
            <b>{shareText(left.network / all.network)}</b>
            {all.convolutions > 0 && LEDGER.convolutions(shareText(left.convolutions / all.convolutions))}
          </>
        )}
      </td>
    </tr>
  );
}

const multiplications = ({ operations }: LayerOperations) => operations.multiplications;

function Group({ run, columns }: { run: "exact" | ProductName; columns: number }) {
  return (
    <th scope="colgroup" colSpan={columns} className={`group ${runClass(run)}`}>
      <Mark run={run} size={12} /> {RUN_WORDS[run].label}
    </th>
  );
}

function Heads({ kinds }: { kinds: readonly Shown[] }) {
  return kinds.map((kind) => (
    <th key={kind} scope="col" className="n">
      {LEDGER.columns[kind]}
    </th>
  ));
}

interface CountsProps {
  readonly kinds: readonly OperationKind[];
  readonly of: Operations;
  readonly format: (value: number) => string;
}

function Counts({ kinds, of, format }: CountsProps) {
  return kinds.map((kind) => (
    <td key={kind} className="n">
      {of[kind] > 0 && format(of[kind])}
    </td>
  ));
}
