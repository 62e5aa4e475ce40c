import { useMemo } from "react";
import { maxAbs } from "../../math/stats.ts";
import { cornerOf, type Window } from "../../reference/terms.ts";
import { differenceRamp, inkRamp } from "../pictures/palette.ts";
import { Icon } from "../shell/Icon.tsx";
import { Mark } from "../shell/Mark.tsx";
import { MICROSCOPE, number } from "../strings/lookMicroscope.ts";
import type { Spot } from "./lookStore.ts";
import type { AffinePlan, Row } from "./microscope.ts";
import { PixelSlider } from "./PixelSlider.tsx";
import { Slide } from "./Slide.tsx";

export interface SlidesProps {
  readonly rows: readonly Row[];
  readonly window: Window;
  readonly plan: AffinePlan;
  /** Every network gets the picture itself. */
  readonly firstLayer: boolean;
  readonly spot: Spot;
  /** Of the term looked at: its place in the filter, CHW. */
  readonly tap: number;
  readonly onMove: (spot: Spot) => void;
}

/** The input with the pixel marked, the patch under the filter, and the filters. */
export function Slides({ rows, window, plan, firstLayer, spot, tap, onMove }: SlidesProps) {
  const { kh, kw, H, W } = window;
  const channel = Math.floor(tap / (kh * kw));
  const sources = rows.filter(({ run, source }) => run === source);
  const inputs = firstLayer ? sources.slice(0, 1) : sources;
  const [low, high] = useMemo(() => rangeOf(inputs.map(({ x }) => x)), [inputs]);
  const limit = Math.max(...sources.map(({ w }) => maxAbs(w)));
  const [first] = inputs;
  if (!first) return null;
  const part = (values: Float32Array, size: number) => values.slice(channel * size, (channel + 1) * size);
  const shares = (x: Float32Array) => part(x, H * W).map((value) => (value - low) / (high - low || 1));
  const marked = { window, place: tap % (kh * kw) };
  const pictures = kh * kw > 1;
  return (
    <div className="slides">
      <div className="slide-row">
        {plan.spec.type === "conv2d" && (
          <PixelSlider values={shares(first.x)} {...{ channel, window, spot, onMove }} />
        )}
        {pictures &&
          inputs.map(({ run, x }) => (
            <Slide
              key={run}
              label={MICROSCOPE.describePatch(kh, kw)}
              values={patchOf(shares(x), window)}
              ramp={inkRamp}
              {...marked}
            >
              {inputs.length > 1 && <Mark run={run} size={12} />} {MICROSCOPE.patch} <i className="math">x</i>
            </Slide>
          ))}
        {pictures &&
          sources.map(({ run, w }) => (
            <Slide
              key={run}
              label={MICROSCOPE.describeFilter(kh, kw)}
              values={part(w, kh * kw).map((value) => value / (limit || 1))}
              ramp={differenceRamp}
              {...marked}
            >
              <Mark run={run} size={12} /> {MICROSCOPE.its} <i className="math">w</i>
            </Slide>
          ))}
      </div>
      <div className="beneath-slides">
        <Stepper {...{ plan, spot, onMove }} />
        {pictures && (
          <p className="limits">
            {MICROSCOPE.limitsX(number(low), number(high))}
            <br />
            {MICROSCOPE.limitsW(number(limit))}
          </p>
        )}
      </div>
    </div>
  );
}

/** Which map, or which unit of a fully connected layer. */
function Stepper({ plan, spot, onMove }: Pick<SlidesProps, "plan" | "spot" | "onMove">) {
  const { channels } = plan.output;
  const unit = plan.spec.type === "linear";
  const kind = unit ? "unit" : "map";
  const name = unit ? MICROSCOPE.ofUnits : MICROSCOPE.map;
  const to = (channel: number) => () => onMove({ ...spot, channel });
  return (
    <div className="stepper">
      <button
        type="button"
        className="btn quiet previous"
        aria-label={MICROSCOPE.previous[kind]}
        disabled={spot.channel === 0}
        onClick={to(spot.channel - 1)}
      >
        <Icon name="right" />
      </button>
      <span>{name(spot.channel, channels)}</span>
      <button
        type="button"
        className="btn quiet"
        aria-label={MICROSCOPE.next[kind]}
        disabled={spot.channel === channels - 1}
        onClick={to(spot.channel + 1)}
      >
        <Icon name="right" />
      </button>
    </div>
  );
}

/** What the filter lies on, of one channel of H x W; NaN outside the picture. */
function patchOf(values: Float32Array, window: Window): Float32Array {
  const { H, W, kh, kw } = window;
  const { top, left } = cornerOf(window);
  return Float32Array.from({ length: kh * kw }, (_, place) => {
    const [row, column] = [top + Math.floor(place / kw), left + (place % kw)];
    const inside = row >= 0 && row < H && column >= 0 && column < W;
    return inside ? (values[row * W + column] as number) : Number.NaN;
  });
}

function rangeOf(all: readonly Float32Array[]): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of all)
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  return [low, high];
}
