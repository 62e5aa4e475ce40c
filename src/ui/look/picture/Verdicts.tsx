import type { Sight } from "../../../worker/protocol.ts";
import { Mark, runClass } from "../../shell/Mark.tsx";
import { LOOK, percent } from "../../strings/look.ts";
import { PICTURE } from "../../strings/lookPicture.ts";
import { likeliest } from "./likeliest.ts";

const SHOWN = 5;

export interface VerdictsProps {
  readonly sights: readonly Sight[];
  readonly classes: readonly string[];
  /** They are of a picture before the one that is shown. */
  readonly behind: boolean;
}

/** What each network says a picture is, and the likeliest answers as bars: a line a class, a bar a network. */
export function Verdicts({ sights, classes, behind }: VerdictsProps) {
  const shown = likeliest(
    sights.map(({ probabilities }) => probabilities),
    SHOWN,
  );
  return (
    <div className="verdicts" aria-busy={behind}>
      <div role="status">
        <ul className="says">
          {sights.map(({ run, probabilities }) => {
            const [best = 0] = likeliest([probabilities], 1);
            return (
              <li key={run} className={runClass(run)}>
                <Mark run={run} size={14} />
                <span className="visually-hidden">{PICTURE.network(run)}</span> {LOOK.says}{" "}
                <b>{classes[best]}</b> {percent(probabilities[best] ?? 0)}
              </li>
            );
          })}
        </ul>
      </div>
      <ol aria-label={PICTURE.likeliest}>
        {shown.map((index) => (
          <li key={index}>
            <b>{classes[index]}</b>
            <div>
              {sights.map(({ run, probabilities }) => (
                <p key={run} className={runClass(run)} data-run={run}>
                  <span className="visually-hidden">{PICTURE.network(run)}</span>
                  <i style={{ width: `${100 * (probabilities[index] ?? 0)}%` }} />
                  <span className="share">{percent(probabilities[index] ?? 0)}</span>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
