import { useEffect, useState } from "react";
import type { RecordedRun } from "../../train/recordedRun.ts";
import { PAPER, SECTIONS, type SectionId } from "../strings/paper.ts";

const IDS = Object.keys(SECTIONS) as SectionId[];

/** The view's contents, and what its measurements were made on. */
export function Contents({ recorded }: { recorded: readonly RecordedRun[] }) {
  const current = useCurrentSection();
  return (
    <aside className="contents" aria-label={PAPER.contents}>
      <nav aria-label={PAPER.contents}>
        <h3>{PAPER.contents}</h3>
        {IDS.map((id) => (
          <button
            key={id}
            type="button"
            aria-current={id === current ? "true" : undefined}
            onClick={() => show(id)}
          >
            {SECTIONS[id]}
          </button>
        ))}
      </nav>
      {recorded.length > 0 && <MeasuredOn recorded={recorded} />}
    </aside>
  );
}

/** Buttons and not links: the hash belongs to the view and its settings. */
function show(id: SectionId): void {
  document.getElementById(id)?.scrollIntoView();
  document.getElementById(`${id}-title`)?.focus({ preventScroll: true });
}

function MeasuredOn({ recorded }: { recorded: readonly RecordedRun[] }) {
  const each = (value: (run: RecordedRun) => string | number) => [...new Set(recorded.map(value))];
  const dates = each(({ date }) => date).sort();
  return (
    <section>
      <h3>{PAPER.measuredOn}</h3>
      <dl>
        <dt>{PAPER.machine}</dt>
        {each(({ device }) => device).map((device) => (
          <dd key={device}>{device}</dd>
        ))}
        <dt>{PAPER.seeds}</dt>
        <dd>{each(({ seed }) => seed).join(", ")}</dd>
        <dt>{PAPER.date}</dt>
        <dd>{dates.length > 1 ? `${dates[0]} – ${dates.at(-1)}` : dates[0]}</dd>
        <dt>{PAPER.command}</dt>
        <dd>
          <code>npm run reproduce</code>
        </dd>
      </dl>
    </section>
  );
}

/** The section whose heading was passed last. */
function useCurrentSection(): SectionId {
  const [current, setCurrent] = useState<SectionId>("claim");
  useEffect(() => {
    const inSight = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) inSight.add(target.id);
          else inSight.delete(target.id);
        }
        const first = IDS.find((id) => inSight.has(id));
        if (first !== undefined) setCurrent(first);
      },
      // The band below the header in which a section counts as the one that is read.
      { rootMargin: "-80px 0px -55% 0px" },
    );
    for (const id of IDS) {
      const section = document.getElementById(id);
      if (section !== null) observer.observe(section);
    }
    return () => observer.disconnect();
  }, []);
  return current;
}
