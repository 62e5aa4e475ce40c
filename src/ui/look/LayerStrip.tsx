import { type KeyboardEvent, useMemo, useRef } from "react";
import { shapeText } from "../network/examine.ts";
import { LOOK_MAPS } from "../strings/lookMaps.ts";
import { wrapped } from "./filters.ts";
import type { Seen, Subject } from "./lookStore.ts";
import { thumbnailOf } from "./maps.ts";
import { Pixels } from "./Pixels.tsx";
import { Tile } from "./Tile.tsx";
import { inInk } from "./tiles.ts";
import { useLook, useLookActions } from "./useLook.ts";

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
/** Flat layers up to so many units are a single bar. */
const BAR = 32;

/** The network as a row of blocks, from the picture to the answer: one of them is open. */
export function LayerStrip() {
  const subject = useLook((state) => state.subject);
  const seen = useLook((state) => state.seen);
  const layer = useLook((state) => state.layer);
  const { choose } = useLookActions();
  const row = useRef<HTMLDivElement>(null);
  if (subject === null) return null;
  const { plans, info } = subject;
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const next = event.key === "Home" ? 0 : event.key === "End" ? plans.length - 1 : layer + (step ?? 0);
    if (next === layer || next < 0 || next >= plans.length) return;
    event.preventDefault();
    choose({ layer: next });
    row.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div className="layer-strip">
      <span className="block">
        <span className="thumbnail">
          {seen !== null && <Pixels pixels={seen.pixels} info={info} label={LOOK_MAPS.picture} />}
        </span>
        <b>{LOOK_MAPS.picture}</b>
        <small>{shapeText(info)}</small>
      </span>
      <div role="radiogroup" aria-label={LOOK_MAPS.layers} ref={row} onKeyDown={press}>
        {plans.map(({ name, output }, i) => (
          // biome-ignore lint/a11y/useSemanticElements: an input holds no picture
          <button
            key={name}
            type="button"
            role="radio"
            className="block"
            aria-checked={i === layer}
            tabIndex={i === layer ? 0 : -1}
            onClick={() => choose({ layer: i })}
          >
            <span className="thumbnail">
              {seen !== null && <Thumbnail seen={seen} subject={subject} layer={i} />}
            </span>
            <b>{name}</b>
            <small>
              {i === plans.length - 1 ? `${shapeText(output)}, ${LOOK_MAPS.answer}` : shapeText(output)}
            </small>
          </button>
        ))}
      </div>
    </div>
  );
}

/** The mean magnitude of all maps, or of every unit. */
function Thumbnail({ seen, subject, layer }: { seen: Seen; subject: Subject; layer: number }) {
  const plan = subject.plans[layer];
  const { values, height, width } = useMemo(() => {
    const values = plan ? thumbnailOf(seen.sights, layer, plan) : new Float32Array();
    return { values, ...sizeOf(values.length, plan?.output) };
  }, [seen, plan, layer]);
  const scale = useMemo(
    () => inInk({ low: 0, high: values.reduce((most, value) => Math.max(most, value), 0) }),
    [values],
  );
  if (values.length === 0) return null;
  return <Tile values={values} tile={0} height={height} width={width} scale={scale} />;
}

function sizeOf(count: number, output: Subject["plans"][number]["output"] | undefined) {
  if (output && output.height * output.width > 1) return { height: output.height, width: output.width };
  const [height, width] = count > BAR ? wrapped(count) : [1, count];
  return { height, width };
}
