import { useEffect, useMemo } from "react";
import { formatLayers } from "../../models/notation.ts";
import { type Operations, operationsByLayer, sumOf } from "../../nn/operations.ts";
import type { LayerPlan } from "../../nn/plan.ts";
import type { LayerSpec } from "../../nn/spec.ts";
import { Info } from "../controls/Info.tsx";
import { Mark } from "../shell/Mark.tsx";
import { useActions, useRace } from "../storeContext.ts";
import { compact, NETWORK, shareText } from "../strings/network.ts";
import { RUN_WORDS } from "../strings/race.ts";
import { megabytes, SETUP, SHELL } from "../strings/shell.ts";

const KINDS = ["multiplications", "comparisons", "additions"] as const satisfies (keyof Operations)[];

/** What the whole network costs: parameters, memory on this device, arithmetic of both products. */
export function Totals({ layers, plans }: { layers: readonly LayerSpec[]; plans: readonly LayerPlan[] }) {
  const product = useRace((state) => state.config.product);
  const expression = useRace((state) => state.config.expression);
  const exact = useMemo(() => sumOf(operationsByLayer(plans, "exact")), [plans]);
  const tested = useMemo(
    () => sumOf(operationsByLayer(plans, product, expression)),
    [plans, product, expression],
  );
  const share = tested.multiplications / exact.multiplications;
  return (
    <section className="totals">
      <Memory layers={layers} parameters={plans.reduce((sum, plan) => sum + plan.parameters, 0)} />
      <div className="operations">
        <h3>
          {NETWORK.operations}
          <Info
            label={SHELL.about(NETWORK.operations)}
            help={NETWORK.operationsHelp}
            origin={SETUP.ours}
            fromPaper={false}
          />
        </h3>
        <table>
          <thead>
            <tr>
              <td />
              {KINDS.map((kind) => (
                <th key={kind} scope="col" className="n">
                  {NETWORK.kinds[kind]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(
              [
                ["exact", exact],
                [product, tested],
              ] as const
            ).map(([run, operations]) => (
              <tr key={run}>
                <th scope="row">
                  <Mark run={run} size={14} /> {RUN_WORDS[run].label}
                </th>
                {KINDS.map((kind) => (
                  <td key={kind} className="n">
                    {compact(operations[kind])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="note">{share === 1 ? NETWORK.sameEverywhere : NETWORK.left(shareText(share))}</p>
      </div>
    </section>
  );
}

function Memory({ layers, parameters }: { layers: readonly LayerSpec[]; parameters: number }) {
  const text = formatLayers(layers);
  const batch = useRace((state) => state.config.batch);
  const size = useRace((state) => state.networkSize);
  const { measure } = useActions();
  const limit = useRace((state) => state.device?.maxBindingBytes ?? null);
  useEffect(() => measure(text, limit), [measure, text, limit]);
  const current = size?.layers === text ? size : null;
  return (
    <dl className="costs">
      <div>
        <dt>{NETWORK.parameters}</dt>
        <dd>{NETWORK.number(parameters)}</dd>
      </div>
      <div>
        <dt>{NETWORK.memory(batch)}</dt>
        <dd>{current === null ? NETWORK.measuring : NETWORK.memoryOf(megabytes(current.bytes))}</dd>
      </div>
      {current !== null && current.largestBatch !== null && (
        <div>
          <dt>{NETWORK.largest}</dt>
          <dd>{NETWORK.number(current.largestBatch)}</dd>
        </div>
      )}
    </dl>
  );
}
