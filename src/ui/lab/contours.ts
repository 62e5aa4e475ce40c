import { contours } from "d3-contour";

/** SVG paths of a square grid's level lines, in units of its cells. */
export function levelLines(values: Float64Array, levels: readonly number[]): string[] {
  const side = Math.sqrt(values.length);
  const finite = Array.from(values, (value) => (Number.isFinite(value) ? value : -Number.MAX_VALUE));
  return contours()
    .size([side, side])
    .thresholds([...levels])(finite)
    .map(({ coordinates }) =>
      coordinates
        .flat()
        .map((ring) => `M${ring.map(([x = 0, y = 0]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`)
        .join(""),
    );
}
