import "../styles/ledger.css";
import { useMemo } from "react";
import { multiplicationsOf, sumOf, termsOnPadding } from "../../nn/operations.ts";
import { CSV_TYPE, saveFile } from "../files/save.ts";
import { Section } from "../shell/Section.tsx";
import { useRace } from "../storeContext.ts";
import { LEDGER, shareText } from "../strings/ledger.ts";
import { NETWORK } from "../strings/network.ts";
import { CHART, RUN_WORDS } from "../strings/race.ts";
import { Energy } from "./Energy.tsx";
import { LedgerTable } from "./LedgerTable.tsx";
import { forImages, type LedgerRow, ledgerCsv, ledgerOf, type Passes, passesOf } from "./ledger.ts";
import { changeLedger, costsOf, useLedger } from "./ledgerStore.ts";
import type { Subject } from "./lookStore.ts";
import { TimeHere } from "./TimeHere.tsx";
import { useLook } from "./useLook.ts";

/** Operations of both networks, counted from their layers; what they would cost, and what they take here. */
export function Ledger() {
  const subject = useLook((state) => state.subject);
  return subject === null ? null : <LedgerOf subject={subject} />;
}

function LedgerOf({ subject }: { subject: Subject }) {
  const { plans, source } = subject;
  const { product, expression } = subject.config;
  const rows = useMemo(() => ledgerOf(plans, product, expression), [plans, product, expression]);
  const costs = useLedger(costsOf);
  const wanted = useLedger((state) => state.span);
  const span = source === "race" ? wanted : "image";
  const passes = usePasses(subject);
  const shown = span === "image" ? rows : forImages(rows, imagesOf(passes.exact), imagesOf(passes.tested));
  return (
    <Section
      id="ledger"
      className="ledger"
      title={LEDGER.title}
      caption={LEDGER.caption[span]}
      info={{ help: LEDGER.help, formula: LEDGER.formula, where: LEDGER.where }}
      tools={
        <>
          {source === "race" && (
            <fieldset className="switch" aria-label={LEDGER.span}>
              {(["image", "race"] as const).map((one) => (
                <button
                  key={one}
                  type="button"
                  aria-pressed={span === one}
                  onClick={() => changeLedger({ span: one })}
                >
                  {LEDGER.spans[one]}
                </button>
              ))}
            </fieldset>
          )}
          <button
            type="button"
            className="link"
            onClick={() => saveFile("operations.csv", ledgerCsv(rows, product, costs), CSV_TYPE)}
          >
            {CHART.download}
          </button>
        </>
      }
    >
      <LedgerTable rows={shown} product={product} span={span} />
      {span === "race" && (
        <p className="note">
          {LEDGER.passes(RUN_WORDS.exact.heading, passes.exact.training, passes.exact.tests)}{" "}
          {LEDGER.passes(RUN_WORDS[product].heading, passes.tested.training, passes.tested.tests)}
        </p>
      )}
      {source !== "race" && <p className="note">{LEDGER.notTrainedHere}</p>}
      <Notes subject={subject} rows={rows} />
      <Energy rows={rows} product={product} expression={expression} />
      <TimeHere subject={subject} />
    </Section>
  );
}

const imagesOf = ({ training, tests }: Passes) => training + tests;

/** How many images each network of a race has taken forward so far. */
function usePasses({ config: { product } }: Subject): { exact: Passes; tested: Passes } {
  const curves = useRace((state) => state.curves);
  const batch = useRace((state) => state.race?.config.batch ?? 0);
  useRace((state) => state.lossVersion);
  useRace((state) => state.testVersion);
  return { exact: passesOf(curves, "exact", batch), tested: passesOf(curves, product, batch) };
}

/** What the counts take for granted, with its size in these networks. */
function Notes({ subject: { plans }, rows }: { subject: Subject; rows: readonly LedgerRow[] }) {
  const all = multiplicationsOf(rows.map((row) => row.exact));
  const { multiplications, slopes } = sumOf(rows.map((row) => row.tested));
  const scalesOf = (some: readonly LedgerRow[]) => some.reduce((sum, row) => sum + row.tested.scales, 0);
  const scales = scalesOf(rows);
  const folded = multiplications - scalesOf(rows.filter(({ foldsInto }) => foldsInto !== null));
  const padding = plans.reduce((sum, plan) => sum + termsOnPadding(plan), 0);
  return (
    <dl className="takes">
      <Note
        title={LEDGER.mean}
        text={
          scales === 0
            ? NETWORK.sameEverywhere
            : LEDGER.folds(LEDGER.number(folded), shareText(folded / all.network))
        }
      />
      {padding > 0 && (
        <Note title={LEDGER.padding} text={LEDGER.onPadding(shareText(padding / all.convolutions))} />
      )}
      {slopes > 0 && <Note title={LEDGER.leaky} text={LEDGER.slopes(LEDGER.number(slopes))} />}
    </dl>
  );
}

function Note({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </div>
  );
}
