import type { RunName } from "../../train/events.ts";

const CLASSES: Readonly<Partial<Record<RunName, string>>> = {
  exact: "op-mul",
  smin: "op-smin",
  transfer: "op-transfer",
};

/** The class that carries a run's colour, dash and mark. */
export function runClass(run: RunName): string {
  return CLASSES[run] ?? `op-other op-${run}-control`;
}

const GLYPHS: Readonly<
  Record<
    RunName,
    { outline: "circle" | "square" | "ring" | "triangle" | "upright" | "diamond"; path: string }
  >
> = {
  exact: { outline: "circle", path: "M6.4 6.4l7.2 7.2M13.6 6.4l-7.2 7.2" },
  smin: { outline: "square", path: "M5.4 14L10 5.8 14.6 14" },
  transfer: { outline: "upright", path: "M6.6 15h6.2M10.4 12.6l2.6 2.4-2.6 2.4" },
  add: { outline: "ring", path: "M10 6v8M6 10h8" },
  max: { outline: "triangle", path: "" },
  own: { outline: "ring", path: "M12.8 5.8c-2.4-.8-3.4.6-3.7 2.8L8.3 14.2M6.9 9.4h4.8" },
  mul: { outline: "diamond", path: "M7 7l6 6M13 7l-6 6" },
};

/** A run's sign: a circle with a cross, a square with a caret and so on. Decoration beside its word. */
export function Mark({ run, size }: { run: RunName; size: number }) {
  const { outline, path } = GLYPHS[run];
  return (
    <svg
      className={`mark ${runClass(run)}`}
      viewBox="0 0 20 20"
      width={size}
      height={size}
      aria-hidden="true"
    >
      {outline === "circle" && <circle className="outline" cx="10" cy="10" r="9.5" />}
      {outline === "square" && <rect className="outline" x=".8" y=".8" width="18.4" height="18.4" rx="1.5" />}
      {outline === "ring" && <circle className="ring" cx="10" cy="10" r="8.2" />}
      {outline === "triangle" && <path className="outline" d="M1 2.5h18L10 18z" />}
      {outline === "upright" && <path className="outline" d="M10 1l9.5 18H.5z" />}
      {outline === "diamond" && <path className="outline" d="M10 .5L19.5 10 10 19.5.5 10z" />}
      <path className={outline === "ring" ? "ring" : "glyph"} d={path} />
    </svg>
  );
}
