import { keptBytes, type LaneRecord } from "../../runs/record.ts";
import type { ListedRun } from "../../worker/protocol.ts";
import { Mark } from "../shell/Mark.tsx";
import { percent, RUN_WORDS } from "../strings/race.ts";
import { RUNS, STATUS } from "../strings/runs.ts";
import { RunActions } from "./RunActions.tsx";
import { RunName } from "./RunName.tsx";
import { useRuns } from "./runsContext.ts";
import { inShort } from "./settings.ts";

export interface RunsTableProps {
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

export function RunsTable({ selected, onSelect }: RunsTableProps) {
  const runs = useRuns((state) => state.runs);
  if (runs === null) return <p className="dim">{RUNS.looking}</p>;
  if (runs.length === 0) return <p className="dim">{RUNS.none}</p>;
  const { columns } = RUNS;

  function select(id: string, on: boolean): void {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    onSelect(next);
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="scroll" tabIndex={0} aria-label={RUNS.title}>
      <table className="runs-table">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{columns.select}</span>
            </th>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.status}</th>
            <th scope="col">{columns.accuracy}</th>
            <th scope="col" className="n">
              {columns.epochs}
            </th>
            <th scope="col" className="n">
              {columns.seed}
            </th>
            <th scope="col" className="n">
              {columns.kept}
            </th>
            <th scope="col">{columns.begun}</th>
            <th scope="col">{columns.actions}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Row key={run.id} run={run} selected={selected.has(run.id)} onSelect={select} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly run: ListedRun;
  readonly selected: boolean;
  readonly onSelect: (id: string, on: boolean) => void;
}

function Row({ run, selected, onSelect }: RowProps) {
  const { id, name, config, epoch, device, created } = run;
  const { columns } = RUNS;
  return (
    <tr aria-selected={selected}>
      <td>
        <input
          type="checkbox"
          aria-label={RUNS.selectOf(name)}
          checked={selected}
          onChange={(event) => onSelect(id, event.target.checked)}
        />
      </td>
      <th scope="row">
        <RunName run={run} />
        <p>{inShort(config)}</p>
      </th>
      <td>{statusOf(run)}</td>
      <td>
        {run.lanes.map((lane) => (
          <Accuracy key={lane.run} lane={lane} />
        ))}
      </td>
      <td className="n" data-label={columns.epochs}>
        {RUNS.epochs(epoch, config.epochs)}
      </td>
      <td className="n" data-label={columns.seed}>
        {config.seed}
      </td>
      <td className="n" data-label={columns.kept} title={partsOf(run)}>
        {RUNS.size(keptBytes(run))}
      </td>
      <td title={device}>
        {RUNS.date(created)}
        <p>{device}</p>
      </td>
      <td>
        <RunActions run={run} />
      </td>
    </tr>
  );
}

function Accuracy({ lane: { run, last, best, whole } }: { lane: LaneRecord }) {
  return (
    <span className="lane" title={whole || last === null ? undefined : RUNS.onSubset}>
      <Mark run={run} size={12} />
      <span className="visually-hidden">{RUN_WORDS[run].label} </span>
      {best === null || last === null ? "–" : RUNS.accuracies(percent(best), percent(last))}
      {!whole && last !== null && <small> {RUNS.subset}</small>}
    </span>
  );
}

/** A run that says it is training while no tab trains it was interrupted. */
function statusOf({ status, held }: ListedRun): string {
  if (held === "elsewhere") return RUNS.elsewhere;
  if (held === "here") return `${STATUS[status]}, ${RUNS.here}`;
  return status === "running" ? RUNS.interrupted : STATUS[status];
}

function partsOf({ historyBytes, checkpoint, weights }: ListedRun): string {
  const all = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  return RUNS.parts(
    RUNS.size(historyBytes),
    checkpoint && RUNS.size(checkpoint.bytes),
    all === 0 ? null : RUNS.size(all),
  );
}
