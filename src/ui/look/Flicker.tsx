import { useReducedMotion } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { Icon } from "../shell/Icon.tsx";
import { LOOK_MAPS } from "../strings/lookMaps.ts";

/** Twice a second: slow enough to be no flashing (WCAG 2.3.1). */
const BEAT_MS = 500;

export interface Beat {
  /** Changes of network so far. */
  readonly count: number;
  readonly running: boolean;
  readonly run: (running: boolean) => void;
  readonly next: () => void;
}

/** Alternates by itself, unless the visitor wants less motion: then when asked. */
export function useBeat(active: boolean): Beat {
  const still = useReducedMotion();
  const [wanted, run] = useState<boolean | null>(null);
  const [count, setCount] = useState(0);
  const running = wanted ?? !still;
  useEffect(() => {
    if (!active || !running) return;
    const timer = setInterval(() => setCount((before) => before + 1), BEAT_MS);
    return () => clearInterval(timer);
  }, [active, running]);
  return { count, running, run, next: () => setCount(count + 1) };
}

export function Flicker({ beat: { running, run, next } }: { beat: Beat }) {
  return (
    <div className="flicker">
      <button type="button" className="btn" onClick={() => run(!running)}>
        <Icon name={running ? "pause" : "play"} />
        {running ? LOOK_MAPS.stop : LOOK_MAPS.play}
      </button>
      <button type="button" className="btn" disabled={running} onClick={next}>
        {LOOK_MAPS.other}
      </button>
    </div>
  );
}
