import { useEffect, useState } from "react";

/** A whole run is drawn in this time, however long it trained, in so many pictures. */
const REPLAY_MS = 8000;
const PICTURES = 80;

export interface Replay {
  /** How much of the runs is shown, 0 to 1. */
  readonly fraction: number;
  readonly playing: boolean;
  /** From the start, or stop and show all. */
  toggle(): void;
  seek(fraction: number): void;
}

/** Draws recorded runs again over time. */
export function useReplay(): Replay {
  const [fraction, setFraction] = useState(1);
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(
      () => setFraction((shown) => Math.min(1, shown + 1 / PICTURES)),
      REPLAY_MS / PICTURES,
    );
    return () => clearInterval(timer);
  }, [playing]);
  useEffect(() => {
    if (fraction >= 1) setPlaying(false);
  }, [fraction]);
  return {
    fraction,
    playing,
    toggle() {
      setFraction(playing ? 1 : 0);
      setPlaying(!playing);
    },
    seek(to) {
      setPlaying(false);
      setFraction(to);
    },
  };
}
