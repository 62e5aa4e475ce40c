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
  const [first] = curves.values();
  const earliest = Math.max(epoch, first?.at("epoch", 0) ?? epoch);
  // A run that starts from another's weights has no value before that.
  const begun = [...curves].filter(([, series]) => series.at("epoch", 0) <= earliest);
  return (
    <>
      {CHART.atEpoch(epoch)}
      {begun.map(([run, series]) => (
        <b key={run} className={runClass(run)}>
          {format(series.at("mean", series.nearest(epoch)))}
        </b>
      ))}
    </>
  );
}
