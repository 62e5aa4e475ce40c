import { useCallback, useEffect, useRef } from "react";
import { useLook, useLookActions } from "../useLook.ts";
import { type Stroke, seenOf } from "./strokes.ts";

/** A pen that did not move for this long rests: the maps of every layer are worth their time. */
const RESTS_MS = 250;

export interface Drawing {
  readonly strokes: readonly Stroke[];
  /** The drawing as it is now: both networks are asked for their answers at once, for their maps once it rests. */
  draw(strokes: readonly Stroke[]): void;
}

/** What is on the pad, and the networks' view of it. */
export function useDrawing(): Drawing {
  const { choose, show, clear } = useLookActions();
  const strokes = useLook((state) => state.strokes);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);

  const draw = useCallback(
    (next: readonly Stroke[]) => {
      clearTimeout(rest.current);
      choose({ strokes: next });
      const pixels = seenOf(next);
      if (pixels === null) return clear();
      show({ kind: "pixels", pixels }, false);
      rest.current = setTimeout(() => show({ kind: "pixels", pixels }), RESTS_MS);
    },
    [choose, show, clear],
  );
  return { strokes, draw };
}
