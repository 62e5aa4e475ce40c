import { isHopeless } from "../state.ts";
import { useActions, useRace } from "../storeContext.ts";
import { SHELL } from "../strings/shell.ts";
import { Icon } from "./Icon.tsx";

/** The three buttons that drive the race. */
export function Transport() {
  const phase = useRace((state) => state.phase);
  const built = useRace((state) => state.race !== null);
  const hopeless = useRace((state) => isHopeless(state.problem));
  const train = useRace((state) => (state.config.transfer === "off" ? SHELL.trainBoth : SHELL.trainThree));
  const actions = useActions();
  const active = phase === "running" || phase === "paused";
  const [icon, words] =
    phase === "running"
      ? (["pause", SHELL.pause] as const)
      : phase === "paused"
        ? (["play", SHELL.resume] as const)
        : phase === "preparing"
          ? (["play", SHELL.preparing] as const)
          : (["play", train] as const);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and its own layout
    <div className="transport" role="group" aria-label={SHELL.training}>
      {/* Before the first run the one primary button is the large one in the view. */}
      <button
        type="button"
        className={built ? "btn primary" : "btn"}
        disabled={hopeless || phase === "preparing"}
        onClick={actions.toggle}
      >
        <Icon name={icon} />
        {words}
      </button>
      <button type="button" className="btn" title={SHELL.stepTitle} disabled={!active} onClick={actions.step}>
        <Icon name="step" />
        {SHELL.step}
      </button>
      <button
        type="button"
        className="btn"
        title={SHELL.restartTitle}
        disabled={!built || hopeless || phase === "preparing"}
        onClick={actions.restart}
      >
        <Icon name="restart" />
        {SHELL.restart}
      </button>
    </div>
  );
}
