import { useState } from "react";
import { keptBytes } from "../../runs/record.ts";
import { Banner, CloseButton } from "../shell/Banner.tsx";
import { useRace } from "../storeContext.ts";
import { INTERRUPTED, KEEPING, RUNS, TROUBLE } from "../strings/runs.ts";
import { useRuns, useRunsActions } from "./runsContext.ts";
import { canResume } from "./settings.ts";

/** One line each: the storage does not do what it should; a run was interrupted. */
export function KeepingBanners() {
  return (
    <>
      <Trouble />
      <Interrupted />
    </>
  );
}

function Trouble() {
  const trouble = useRuns((state) => state.trouble);
  const closed = useRuns((state) => state.troubleClosed);
  const runs = useRuns((state) => state.runs);
  const { closeTrouble, setOpen } = useRunsActions();
  if (trouble === null || closed) return null;
  const { strong, text } = TROUBLE[trouble];
  const used = (runs ?? []).reduce((sum, run) => sum + keptBytes(run), 0);
  return (
    <Banner
      strong={strong}
      text={trouble === "full" ? KEEPING.full(RUNS.size(used), runs?.length ?? 0) : text}
      warn
    >
      {trouble === "full" && (
        <button type="button" className="btn" onClick={() => setOpen(true)}>
          {KEEPING.choose}
        </button>
      )}
      <CloseButton onClick={closeTrouble} />
    </Banner>
  );
}

/** Offered once after the page opened, until something else is trained. */
function Interrupted() {
  const run = useRuns((state) => state.runs?.find((one) => one.status === "running" && canResume(one)));
  const idle = useRace((state) => state.race === null && state.phase !== "preparing");
  const { resume } = useRunsActions();
  const [closed, setClosed] = useState(false);
  if (run === undefined || !idle || closed) return null;
  return (
    <Banner strong={INTERRUPTED.strong} text={INTERRUPTED.text(run.name, run.epoch)}>
      <button type="button" className="btn" onClick={() => resume(run.id)}>
        {RUNS.resume}
      </button>
      <CloseButton onClick={() => setClosed(true)} />
    </Banner>
  );
}
