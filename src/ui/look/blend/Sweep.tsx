import { useMemo } from "react";
import { useStore } from "zustand";
import type { Axis } from "../../charts/axes.ts";
import { CellsDialog } from "../../charts/CellsDialog.tsx";
import { FunctionPlot } from "../../charts/FunctionPlot.tsx";
import { fileName } from "../../files/names.ts";
import { Meter } from "../../shell/Meter.tsx";
import { Section } from "../../shell/Section.tsx";
import { useClient } from "../../storeContext.ts";
import { SWEEP } from "../../strings/look.ts";
import { useLook, useLookActions } from "../useLook.ts";
import { SWEEP_ALPHAS, SWEEP_IMAGES, type SweepPoint, sweepStoreOf } from "./sweepStore.ts";

const X: Axis = { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: String(at) })) };
const Y: Axis = {
  from: 0,
  to: 1,
  ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: `${100 * at}${at === 1 ? " %" : ""}` })),
};

/** What a blended network's accuracy does between multiplying and comparing. */
export function Sweep() {
  const subject = useLook((state) => state.subject);
  const alpha = useLook((state) => state.alpha);
  const { move } = useLookActions();
  const store = sweepStoreOf(useClient());
  const { points, running, problem } = useStore(store);
  const lines = useMemo(
    () => (points.length < 2 ? [] : [{ points: points.map(asCurve), end: "" }]),
    [points],
  );
  if (subject === null || subject.blend === null) return null;
  const at = points.find((point) => point.alpha === alpha);
  return (
    <Section
      id="blend"
      title={SWEEP.title}
      caption={SWEEP.caption(SWEEP_IMAGES)}
      tools={
        points.length > 0 && (
          <CellsDialog
            title={SWEEP.title}
            fileName={fileName(subject.config, "blend", "csv", new Date())}
            header={[SWEEP.alpha, SWEEP.accuracy]}
            rows={points.map((point) => [point.alpha, point.accuracy])}
          />
        )
      }
    >
      <div className="test-controls">
        {running ? (
          <>
            <button type="button" className="btn" onClick={store.actions.stop}>
              {SWEEP.stop}
            </button>
            <Meter value={points.length / SWEEP_ALPHAS.length} label={SWEEP.running} />
          </>
        ) : (
          <button type="button" className="btn" onClick={store.actions.start}>
            {points.length === 0 ? SWEEP.start : SWEEP.again}
          </button>
        )}
        {problem !== null && (
          <span className="bad" role="alert">
            {problem.message} {problem.remedy}
          </span>
        )}
      </div>
      {points.length > 1 && (
        <FunctionPlot
          label={SWEEP.describe(points)}
          x={X}
          y={Y}
          lines={lines}
          rules={[]}
          marks={[]}
          {...(running || at === undefined
            ? {}
            : {
                cursor: {
                  ...asCurve(at),
                  text: SWEEP.reading(at),
                  label: SWEEP.alpha,
                  step: 0.1,
                  onMove: (x: number) => move(Number(x.toFixed(1))),
                },
              })}
        />
      )}
      <p className="note">{SWEEP.ours}</p>
    </Section>
  );
}

const asCurve = ({ alpha, accuracy }: SweepPoint) => ({ x: alpha, y: accuracy });
