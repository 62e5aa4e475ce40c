import { useStore } from "zustand";
import { CellsDialog } from "../../charts/CellsDialog.tsx";
import { fileName } from "../../files/names.ts";
import { Mark, runClass } from "../../shell/Mark.tsx";
import { Meter } from "../../shell/Meter.tsx";
import { Section, Wide } from "../../shell/Section.tsx";
import { useClient, useRace } from "../../storeContext.ts";
import { BYTES } from "../../strings/bytes.ts";
import { RUN_WORDS, signed } from "../../strings/race.ts";
import { DATA } from "../../strings/shell.ts";
import type { Subject } from "../lookStore.ts";
import { useLook } from "../useLook.ts";
import { type ByteRow, byteRows } from "./byteRows.ts";
import { type BytesRun, bytesStoreOf } from "./bytesStore.ts";

/** Both networks in 8 bits: what they reach, and what they compute for an image. Beyond the paper. */
export function BytesSection() {
  const subject = useLook((state) => state.subject);
  const run = useStore(bytesStoreOf(useClient()), (state) => state.run);
  // A blended forward pass has no such form.
  if (subject === null || subject.blend !== null) return null;
  const rows = run?.result ? byteRows(run.result) : [];
  return (
    <Section
      id="bytes"
      title={BYTES.title}
      caption={BYTES.caption}
      info={{ help: BYTES.help, formula: BYTES.formula, where: BYTES.where, fromPaper: false }}
      tools={
        rows.length > 0 && (
          <CellsDialog
            title={BYTES.title}
            fileName={fileName(subject.config, "8-bit", "csv", new Date())}
            header={BYTES.header}
            rows={rows.map(({ run, ...numbers }) => [RUN_WORDS[run].label, ...Object.values(numbers)])}
          />
        )
      }
    >
      <Controls subject={subject} run={run} />
      {rows.length > 0 && <Results rows={rows} />}
      {run?.result && (
        <p className="note">{BYTES.of(run.result.labels.length, run.result.bytes?.calibration ?? 0)}</p>
      )}
    </Section>
  );
}

/** Starts and stops the test, and says how far it is or why there is none. */
function Controls({ subject, run }: { subject: Subject; run: BytesRun | null }) {
  const { start, stop } = bytesStoreOf(useClient()).actions;
  const ready = useRace((state) => state.available?.[subject.info.id]?.ready ?? true);
  if (!ready) return <p className="note">{DATA.notHere(subject.info.name)}</p>;
  if (run !== null && !run.ended)
    return (
      <div className="test-controls">
        <button type="button" className="btn" onClick={stop}>
          {BYTES.stop}
        </button>
        <Meter value={run.done / run.total} label={BYTES.testing} />
      </div>
    );
  const old = run !== null && (run.step !== subject.step || run.epoch !== subject.epoch);
  if (run !== null && run.result !== null && !old) return null;
  return (
    <div className="test-controls">
      <button type="button" className="btn" onClick={start}>
        {run === null ? BYTES.start(subject.info.testSize) : BYTES.again}
      </button>
      <span className="dim" role="status">
        {run === null && BYTES.why}
        {run !== null && run.result === null && run.problem === null && BYTES.stopped}
        {old && run.result !== null && <b>{BYTES.old(run.epoch)}</b>}
      </span>
      {run !== null && run.problem !== null && (
        <span className="bad" role="alert">
          {run.problem.message} {run.problem.remedy}
        </span>
      )}
    </div>
  );
}

function Results({ rows }: { rows: readonly ByteRow[] }) {
  const [network, ...heads] = BYTES.header;
  return (
    <Wide label={BYTES.table}>
      <table className="counts">
        <thead>
          <tr>
            <th scope="col">{network}</th>
            {heads.map((name) => (
              <th key={name} scope="col" className="n">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ run, floats, bytes, changed, multiplications, comparisons, rescales }) => (
            <tr key={run}>
              <th scope="row" className={runClass(run)}>
                <Mark run={run} size={12} /> {RUN_WORDS[run].label}
              </th>
              <td className="n">{BYTES.percent(floats)}</td>
              <td className="n">
                <b>{BYTES.percent(bytes)}</b>{" "}
                <small>{signed(100 * (bytes - floats)).replace(/^(?=\d)/, "+")}</small>
              </td>
              {[changed, multiplications, comparisons, rescales].map((count, i) => (
                <td key={heads[i + 2]} className="n">
                  {BYTES.number(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
