import { Popover } from "radix-ui";
import type { Table5Cell } from "../../theory/paper.ts";
import type { RecordedRun } from "../../train/recordedRun.ts";
import { goTo } from "../address.ts";
import { Icon } from "../shell/Icon.tsx";
import { runClass } from "../shell/Mark.tsx";
import { useActions } from "../storeContext.ts";
import { DATA_NAMES, epochs, NET_NAMES, PAPER, rowName, TABLE5 } from "../strings/paper.ts";
import type { Comparison, Measured } from "./measured.ts";
import { settingsFor } from "./runThis.ts";

type Scale = readonly [from: number, to: number];

/** One printed cell: the printed number, ours, both on the column's scale, and a way to run it. */
export function Table5Cells({
  comparison: { cell, measured },
  scale,
}: {
  comparison: Comparison;
  scale: Scale;
}) {
  return (
    <>
      <td className="n first printed">{cell.percent.toFixed(2)}</td>
      <td className="n ours">
        {measured === null ? (
          <span className="dim">{TABLE5.notRun}</span>
        ) : (
          <HowMeasured cell={cell} measured={measured} />
        )}
      </td>
      <td className="scale">
        <Line cell={cell} measured={measured} scale={scale} />
      </td>
      <td className="go-cell">
        <RunThis cell={cell} />
      </td>
    </>
  );
}

function nameOf({ net, data, run, epochs: printed }: Table5Cell): string {
  return PAPER.cellName(NET_NAMES[net], DATA_NAMES[data], rowName(run, printed).toLowerCase());
}

/** The measured number; pressed, it says how it came to be. */
function HowMeasured({ cell, measured }: { cell: Table5Cell; measured: Measured }) {
  const value = measured.percent.toFixed(2);
  const name = TABLE5.howMeasured(nameOf(cell));
  return (
    <Popover.Root>
      <Popover.Trigger className="value" aria-label={`${value}, ${epochs(measured.epochs)}. ${name}`}>
        <b>{value}</b>
        <small>{epochs(measured.epochs)}</small>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover made" sideOffset={4} collisionPadding={12} aria-label={name}>
          <p>{nameOf(cell)}</p>
          {measured.runs.length > 1 && (
            <p>
              {TABLE5.range(measured.lowest.toFixed(2), measured.highest.toFixed(2), measured.runs.length)}
            </p>
          )}
          {measured.runs.map((run) => (
            <Made key={run.seed} run={run} printed={cell.epochs} />
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Command, device, day, seed and epochs of one recorded run. */
function Made({ run, printed }: { run: RecordedRun; printed: number | null }) {
  return (
    <dl>
      <dt>{PAPER.epochsTrained}</dt>
      <dd>
        {TABLE5.ofPrinted(run.epochs, printed)}
        {run.parentEpochs !== undefined && `, ${TABLE5.afterParent(run.parentEpochs)}`}
      </dd>
      <dt>{PAPER.seeds}</dt>
      <dd>{run.seed}</dd>
      <dt>{PAPER.machine}</dt>
      <dd>{run.device}</dd>
      <dt>{PAPER.date}</dt>
      <dd>{run.date}</dd>
      <dt>{PAPER.command}</dt>
      <dd>
        <code>{run.command}</code>
      </dd>
      <dt>{PAPER.settings}</dt>
      <dd>
        <a href={run.link}>{TABLE5.openSettings}</a>
      </dd>
    </dl>
  );
}

/** The printed value as a tick, ours as the run's mark over a bar from the lowest to the highest seed. */
function Line({
  cell,
  measured,
  scale: [from, to],
}: {
  cell: Table5Cell;
  measured: Measured | null;
  scale: Scale;
}) {
  const at = (percent: number) => `${(100 * (percent - from)) / (to - from)}%`;
  return (
    <span className={`line ${runClass(cell.run)}`} aria-hidden="true">
      <u style={{ left: at(cell.percent) }} />
      {measured !== null && (
        <>
          <s style={{ left: at(measured.lowest), right: `calc(100% - ${at(measured.highest)})` }} />
          <i style={{ left: at(measured.percent) }} />
        </>
      )}
    </span>
  );
}

/** Puts the cell's settings into the race and goes there. Nothing trains before it is started. */
function RunThis({ cell }: { cell: Table5Cell }) {
  const { change, say } = useActions();
  return (
    <button
      type="button"
      className="btn quiet"
      title={TABLE5.runNow}
      aria-label={TABLE5.runNowOf(nameOf(cell))}
      onClick={() => {
        change(settingsFor(cell));
        say(TABLE5.setUp(nameOf(cell)));
        goTo("race");
      }}
    >
      <Icon name="play" />
    </button>
  );
}
