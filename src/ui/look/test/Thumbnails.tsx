import { useEffect, useState } from "react";
import { Mark, runClass } from "../../shell/Mark.tsx";
import { DIFFER } from "../../strings/lookTest.ts";
import { Pixels } from "../Pixels.tsx";
import { useLook, useLookActions } from "../useLook.ts";
import { type Comparison, useTest, useTestActions } from "./useTest.ts";

/** Images shown at first, and how many more at a time. */
const SOME = 18;

/** Longer names of classes need wider images. */
const SHORT = 2;

/** Test images with what both networks say of them; a click shows one as the picture. */
export function Thumbnails({
  title,
  indices,
  comparison,
}: {
  title: string;
  indices: readonly number[];
  comparison: Comparison;
}) {
  const [count, setCount] = useState(SOME);
  const { fetch } = useTestActions();
  const { info } = comparison;
  const shown = indices.slice(0, count);
  const key = shown.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which they are
  useEffect(() => fetch(info.id, shown), [key, info.id, fetch]);
  const left = Math.min(SOME, indices.length - shown.length);
  const wide = info.classes.some((name) => name.length > SHORT);
  return (
    <div className="thumbnails">
      <p className="dim" role="status">
        {DIFFER.shown(title, indices.length)}
      </p>
      {indices.length === 0 && <p>{DIFFER.none}</p>}
      <ul className={wide ? "wide-names" : ""}>
        {shown.map((index) => (
          <Thumbnail key={index} index={index} comparison={comparison} />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" className="btn" onClick={() => setCount(count + SOME)}>
          {DIFFER.more(left)}
        </button>
      )}
    </div>
  );
}

function Thumbnail({ index, comparison }: { index: number; comparison: Comparison }) {
  const { info, labels, first, second } = comparison;
  const pixels = useTest(({ images }) => (images.data === info.id ? images.pixels.get(index) : undefined));
  const current = useLook((state) => state.seen?.test?.index === index);
  const { show } = useLookActions();
  const nameOf = (answer: number | undefined) => info.classes[answer ?? -1] ?? "";
  const right = nameOf(labels[index]);
  const says = [first, second].map(({ run, answers }) => ({ run, name: nameOf(answers[index]) }));
  const label = DIFFER.thumbnail(
    index,
    right,
    says.map(({ run, name }) => DIFFER.says(run, name)),
  );
  return (
    <li>
      <button
        type="button"
        aria-label={label}
        aria-pressed={current}
        onClick={() => show({ kind: "test", index })}
      >
        <span className="frame" style={{ aspectRatio: `${info.width} / ${info.height}` }}>
          {pixels !== undefined && <Pixels pixels={pixels} info={info} label="" />}
        </span>
        <span className="dim">{DIFFER.right(right)}</span>
        <span className="says">
          {says.map(({ run, name }) => (
            <span key={run} className={runClass(run)}>
              <Mark run={run} size={11} /> {name}
            </span>
          ))}
        </span>
      </button>
    </li>
  );
}
