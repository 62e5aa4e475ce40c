import "../styles/microscope.css";
import { useEffect, useMemo, useState } from "react";
import type { LayerPlan } from "../../nn/plan.ts";
import { Section } from "../shell/Section.tsx";
import { MICROSCOPE } from "../strings/lookMicroscope.ts";
import { Formula } from "./Formula.tsx";
import {
  blendOf,
  columnsOf,
  type Glass,
  isAffine,
  type Order,
  type Row,
  rowsOf,
  type Weights,
  windowOf,
  within,
} from "./microscope.ts";
import { Reckoning } from "./Reckoning.tsx";
import { Slides } from "./Slides.tsx";
import { TermBars } from "./TermBars.tsx";
import { TermTable } from "./TermTable.tsx";
import { useLook, useLookActions, useSpot } from "./useLook.ts";

/** One output value of a layer, term by term, as every network makes it. */
export function MicroscopeSection() {
  const subject = useLook((state) => state.subject);
  const seen = useLook((state) => state.seen);
  const layer = useLook((state) => state.layer);
  const all = useLook((state) => state.contents);
  const chosen = useSpot();
  const { open } = useLookActions();
  const plan = subject?.plans[layer];
  const contents = all.get(layer);
  const affine = isAffine(plan);
  useEffect(() => {
    if (affine && !all.has(layer)) open(layer);
  }, [affine, all, layer, open]);
  if (!subject || !seen || !plan) return null;
  if (!isAffine(plan)) return <NoTerms plan={plan} plans={subject.plans} />;
  if (!contents || !seen.sights[0]?.maps) {
    return (
      <Section id="microscope" title={MICROSCOPE.untitled}>
        <p className="note" role="status">
          {MICROSCOPE.waiting}
        </p>
      </Section>
    );
  }
  return <Microscope glass={{ subject, seen, plan, layer, contents, spot: within(plan, chosen) }} />;
}

function NoTerms({ plan, plans }: { plan: LayerPlan; plans: readonly LayerPlan[] }) {
  const names = plans.filter(isAffine).map(({ name }) => name);
  return (
    <Section id="microscope" title={MICROSCOPE.untitled}>
      <p className="note">
        {MICROSCOPE.noTerms(plan.name, names.join(", ").replace(/, ([^,]*)$/, " or $1"))}
      </p>
    </Section>
  );
}

function Microscope({ glass }: { glass: Glass }) {
  const { subject, seen, plan, layer, contents, spot } = glass;
  const { choose } = useLookActions();
  const [weights, setWeights] = useState<Weights>("own");
  const [order, setOrder] = useState<Order>("place");
  const [chosenTap, setTap] = useState<number | null>(null);
  const { channel, row, column } = spot;
  const rows = useMemo(
    () => rowsOf({ subject, seen, plan, layer, contents, spot: { channel, row, column } }, weights),
    [subject, seen, plan, layer, contents, channel, row, column, weights],
  );
  const columns = useMemo(() => columnsOf(rows, order), [rows, order]);
  const [first] = rows;
  if (!first) return null;
  const { terms } = first.sum;
  const picked = columns.find((i) => terms[i]?.tap === chosenTap) ?? largestOf(first, columns);
  const tap = terms[picked]?.tap ?? 0;
  const window = windowOf(plan, spot);
  const unit = plan.spec.type === "linear";
  const tests = rows.some(({ means }) => means !== null);
  return (
    <Section
      id="microscope"
      title={MICROSCOPE.title(unit, columns.length, terms.length)}
      caption={unit ? MICROSCOPE.unit(channel) : MICROSCOPE.place(channel, row, column)}
      info={MICROSCOPE}
      tools={
        <>
          {tests && (
            <Choice
              label={MICROSCOPE.weightsLabel}
              options={MICROSCOPE.weights}
              value={weights}
              onChange={setWeights}
            />
          )}
          <Choice
            label={MICROSCOPE.orderLabel}
            options={MICROSCOPE.order}
            value={order}
            onChange={setOrder}
          />
          <TermTable {...{ rows, columns, window }} />
        </>
      }
    >
      <div className="glass">
        <Slides
          firstLayer={layer === 0}
          {...{ rows, window, plan, spot, tap }}
          onMove={(next) => choose({ spot: within(plan, next) })}
        />
        <div className="pair-worked">
          <p className="which">{placeOf(tap, picked, first, window)}</p>
          {rows.map((one) => {
            const term = one.sum.terms[picked];
            return term && <Formula key={one.run} row={one} term={term} />;
          })}
        </div>
      </div>
      <TermBars {...{ rows, columns, picked }} onPick={(i) => setTap(terms[i]?.tap ?? null)} />
      <Reckoning {...{ rows, weights }} blend={blendOf(glass)} />
    </Section>
  );
}

/** The column of the first row's largest term: where a look begins. */
function largestOf({ sum }: Row, columns: readonly number[]): number {
  const size = (i: number) => Math.abs(sum.terms[i]?.value ?? 0);
  return columns.reduce((best, i) => (size(i) > size(best) ? i : best), columns[0] ?? 0);
}

function placeOf(
  tap: number,
  picked: number,
  { sum }: Row,
  { C, kh, kw }: ReturnType<typeof windowOf>,
): string {
  const place = tap % (kh * kw);
  const where = kh * kw > 1 ? `, ${MICROSCOPE.tap(Math.floor(place / kw), place % kw)}` : "";
  const input = C > 1 ? MICROSCOPE.ofInput(Math.floor(tap / (kh * kw))) : "";
  return `${MICROSCOPE.term(picked + 1, sum.terms.length)}${where}${input}`;
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A few words side by side, one of them chosen. */
function Choice<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className="switch" aria-label={label}>
      {(Object.keys(options) as T[]).map((one) => (
        <button key={one} type="button" aria-pressed={one === value} onClick={() => onChange(one)}>
          {options[one]}
        </button>
      ))}
    </fieldset>
  );
}
