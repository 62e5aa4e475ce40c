import { useState } from "react";
import { Select } from "../controls/Select.tsx";
import { Meter } from "../shell/Meter.tsx";
import { useActions, useRace } from "../storeContext.ts";
import { SAMPLING } from "../strings/lab.ts";
import { useLab } from "./labStore.ts";

/** How many samples a row may have. */
const COUNTS = Object.fromEntries([1e6, 1e7, 1e8, 1e9].map((count) => [count, SAMPLING.count(count)]));

/** Draws operands on the device: how many, how far, and why not. */
export function MonteCarlo() {
  const samples = useRace((state) => state.samples);
  const device = useRace((state) => state.device);
  const seed = useRace((state) => state.config.seed);
  const reading = useLab((state) => state.reading);
  const { sampleTable1, stopSampling } = useActions();
  const [count, setCount] = useState(String(1e7));
  const [wanted, setWanted] = useState(0);
  if (device === null) return <span className="sampling dim">{SAMPLING.needsDevice}</span>;
  const drawing = samples !== null && !samples.done;
  return (
    <span className="sampling">
      {samples?.problem != null && (
        <span role="alert">
          {samples.problem.message} {samples.problem.remedy}
        </span>
      )}
      {drawing ? (
        <>
          <span className="dim">{SAMPLING.progress(samples.samples, wanted)}</span>
          <Meter value={samples.samples / wanted} label={SAMPLING.drawing} />
          <button type="button" className="btn" onClick={stopSampling}>
            {SAMPLING.stop}
          </button>
        </>
      ) : (
        <>
          <label htmlFor="lab-samples" className="visually-hidden">
            {SAMPLING.samples}
          </label>
          <Select id="lab-samples" value={count} options={COUNTS} onChange={setCount} />
          <button
            type="button"
            className="btn"
            onClick={() => {
              setWanted(Number(count));
              sampleTable1(reading, Number(count), seed);
            }}
          >
            {SAMPLING.draw}
          </button>
        </>
      )}
    </span>
  );
}
