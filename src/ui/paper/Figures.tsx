import { useReducedMotion } from "@mantine/hooks";
import { ACCURACY_FIGURES } from "../../theory/paper.ts";
import type { RecordedRun } from "../../train/recordedRun.ts";
import { Icon } from "../shell/Icon.tsx";
import { Section } from "../shell/Section.tsx";
import { FIGURES } from "../strings/paper.ts";
import { AccuracyFigure } from "./AccuracyFigure.tsx";
import { figureRuns } from "./figure.ts";
import { type Replay, useReplay } from "./useReplay.ts";

/** Figures 4 to 6 from recorded runs; without any, a line that says how to make them. */
export function Figures({ recorded }: { recorded: readonly RecordedRun[] }) {
  const replay = useReplay();
  const figures = ACCURACY_FIGURES.map((figure) => ({ figure, runs: figureRuns(figure, recorded) })).filter(
    ({ runs }) => runs.length > 0,
  );
  const none = figures.length === 0;
  return (
    <Section
      id="figures"
      title={FIGURES.title}
      {...(none ? {} : { caption: FIGURES.caption })}
      info={{ help: FIGURES.help, where: FIGURES.where }}
      tools={none ? null : <ReplayTools replay={replay} />}
    >
      {none ? (
        <p className="dim">{FIGURES.empty}</p>
      ) : (
        <div className="trio">
          {figures.map(({ figure, runs }) => (
            <AccuracyFigure key={figure.figure} figure={figure} runs={runs} fraction={replay.fraction} />
          ))}
        </div>
      )}
    </Section>
  );
}

/** With reduced motion nothing plays by itself; the slider shows any moment. */
function ReplayTools({ replay }: { replay: Replay }) {
  const still = useReducedMotion();
  return (
    <span className="replay">
      {!still && (
        <button type="button" className="btn" onClick={replay.toggle}>
          <Icon name={replay.playing ? "pause" : "play"} />
          {replay.playing ? FIGURES.stop : FIGURES.replay}
        </button>
      )}
      <input
        className="range"
        type="range"
        min="0"
        max="1"
        step="0.01"
        value={replay.fraction}
        aria-label={FIGURES.position}
        aria-valuetext={FIGURES.atShare(replay.fraction)}
        onChange={(event) => replay.seek(event.target.valueAsNumber)}
      />
    </span>
  );
}
