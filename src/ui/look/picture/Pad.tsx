import { type PointerEvent, useLayoutEffect, useRef } from "react";
import { useTheme } from "../../shell/theme.ts";
import { PICTURE } from "../../strings/lookPicture.ts";
import { type Point, paint, type Stroke } from "./strokes.ts";

export interface PadProps {
  readonly strokes: readonly Stroke[];
  readonly draw: (strokes: readonly Stroke[]) => void;
}

/** A sheet for pen, finger or mouse. */
export function Pad({ strokes, draw }: PadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  /** The pointer that draws, and the drawing so far; other fingers draw nothing. */
  const pen = useRef<{ readonly id: number; strokes: readonly Stroke[] } | null>(null);
  useInk(canvas, strokes);

  function down(event: PointerEvent<HTMLCanvasElement>): void {
    if (event.button !== 0 || pen.current !== null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pen.current = { id: event.pointerId, strokes: [...strokes, pointsOf(event)] };
    draw(pen.current.strokes);
  }
  function move(event: PointerEvent<HTMLCanvasElement>): void {
    if (pen.current?.id !== event.pointerId) return;
    const before = pen.current.strokes.slice(0, -1);
    const stroke = pen.current.strokes.at(-1) ?? [];
    pen.current.strokes = [...before, [...stroke, ...pointsOf(event)]];
    draw(pen.current.strokes);
  }
  function lift(event: PointerEvent): void {
    if (pen.current?.id === event.pointerId) pen.current = null;
  }
  return (
    <div className="stage pad">
      <canvas
        ref={canvas}
        role="img"
        aria-label={PICTURE.pad(strokes.length)}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={lift}
        onPointerCancel={lift}
      />
      {strokes.length === 0 && <p>{PICTURE.drawHere}</p>}
    </div>
  );
}

/** Every place of the pointer since the last event, not only the latest. */
function pointsOf({ currentTarget, nativeEvent }: PointerEvent<HTMLCanvasElement>): Point[] {
  const box = currentTarget.getBoundingClientRect();
  const all = nativeEvent.getCoalescedEvents?.() ?? [];
  return (all.length > 0 ? all : [nativeEvent]).map(({ clientX, clientY }) => ({
    x: (clientX - box.left) / box.width,
    y: (clientY - box.top) / box.height,
  }));
}

/** Draws the strokes in the colour of the theme, as sharp as the screen is. */
function useInk(canvas: React.RefObject<HTMLCanvasElement | null>, strokes: readonly Stroke[]): void {
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colour of ink follows the theme
  useLayoutEffect(() => {
    const sheet = canvas.current;
    const context = sheet?.getContext("2d");
    if (!sheet || !context) return;
    const size = Math.max(1, Math.round(sheet.clientWidth * devicePixelRatio));
    sheet.width = size;
    sheet.height = size;
    context.strokeStyle = getComputedStyle(sheet).color;
    paint(context, strokes, size);
  }, [canvas, strokes, theme]);
}
