import type { RunName } from "../../train/events.ts";
import type { Series } from "../series.ts";
import { runClass } from "../shell/Mark.tsx";
import { CHART } from "../strings/race.ts";

/** Exact values under the pointer: of the samples nearest to an epoch, smoothed as the thick line. */
export function Reading({
  curves,
  epoch,
  format,
}: {
  curves: ReadonlyMap<RunName, Series>;
  epoch: number;
  format: (value: number) => string;
}) {
  return (
    <>
      {CHART.atEpoch(epoch)}
      {[...curves].map(([run, series]) => (
        <b key={run} className={runClass(run)}>
          {format(series.at("mean", series.nearest(epoch)))}
        </b>
      ))}
    </>
  );
}
