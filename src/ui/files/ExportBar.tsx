import { Popover } from "radix-ui";
import { type ReactNode, useState } from "react";
import type { RunName } from "../../train/events.ts";
import { raceCsv } from "../charts/csv.ts";
import { Icon } from "../shell/Icon.tsx";
import { Mark } from "../shell/Mark.tsx";
import type { Race } from "../state.ts";
import { useActions, useRace, useRaceStore } from "../storeContext.ts";
import { EXPORT } from "../strings/files.ts";
import { fileName } from "./names.ts";
import { CSV_TYPE, saveFile } from "./save.ts";

/** What the page makes only when it is asked for: the drawing of figures and the packing of bundles. */
const loadWork = () => import("./exports.ts");

/** In the run strip: what of this race can be taken away as a file. */
export function ExportBar() {
  const race = useRace((state) => state.race);
  const store = useRaceStore();
  if (race === null) return null;
  return (
    <div className="exports">
      <Menu label={EXPORT.weights} title={EXPORT.weightsTitle}>
        <Weights race={race} />
      </Menu>
      <button
        type="button"
        className="btn quiet"
        title={EXPORT.csvTitle}
        onClick={() =>
          saveFile(fileName(race.config, "", "csv", new Date()), raceCsv(store.getState().curves), CSV_TYPE)
        }
      >
        <Icon name="download" />
        {EXPORT.csv}
      </button>
      <Menu label={EXPORT.figure} title={EXPORT.figureTitle}>
        <Figures race={race} />
      </Menu>
    </div>
  );
}

function Menu({ label, title, children }: { label: string; title: string; children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="btn quiet" title={title}>
        <Icon name="download" />
        {label}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover export" sideOffset={6} collisionPadding={12} aria-label={label}>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Each network in two precisions, with their sizes, and everything at once. */
function Weights({ race }: { race: Race }) {
  const curves = useRace((state) => state.curves);
  const { exportWeights, say } = useActions();
  const store = useRaceStore();
  const [busy, setBusy] = useState(false);

  async function save(run: RunName, dtype: "F32" | "F16"): Promise<void> {
    setBusy(true);
    const file = await exportWeights(run, dtype);
    setBusy(false);
    if (file !== null) saveFile(file.name, file.bytes, "application/octet-stream");
  }
  async function saveAll(): Promise<void> {
    setBusy(true);
    const packed = await loadWork()
      .then(({ raceBundle }) => raceBundle(race, store))
      .catch((error: unknown) => say(String(error)));
    setBusy(false);
    if (packed) saveFile(fileName(race.config, "", "zip", new Date()), packed, "application/zip");
  }

  return (
    <>
      {race.runs.map(({ run, parameters }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and its own layout
        <div key={run} className="choice" role="group" aria-label={EXPORT.lane(run)}>
          <Mark run={run} size={14} />
          <span>{EXPORT.lane(run)}</span>
          {(["F32", "F16"] as const).map((dtype) => (
            <button
              key={dtype}
              type="button"
              className="btn"
              disabled={busy || (run === "transfer" && curves.tests.get(run)?.length === 0)}
              onClick={() => save(run, dtype)}
            >
              {EXPORT.precision[dtype]}
              <small>{EXPORT.size(parameters * (dtype === "F32" ? 4 : 2))}</small>
            </button>
          ))}
        </div>
      ))}
      <p className="note">{EXPORT.precisionAbout}</p>
      <button type="button" className="btn whole" disabled={busy} onClick={saveAll}>
        <Icon name="download" />
        {busy ? EXPORT.preparing : EXPORT.bundle}
      </button>
      <p className="note">{EXPORT.bundleAbout}</p>
    </>
  );
}

function Figures({ race }: { race: Race }) {
  const { say } = useActions();
  const store = useRaceStore();
  const [busy, setBusy] = useState(false);

  async function save(kind: "svg" | "png"): Promise<void> {
    setBusy(true);
    const picture = await loadWork()
      .then(({ racePicture }) => racePicture(race, store.getState(), kind))
      .catch(() => say(EXPORT.noPicture));
    setBusy(false);
    const type = kind === "svg" ? "image/svg+xml" : "image/png";
    if (picture) saveFile(fileName(race.config, "figure", kind, new Date()), picture, type);
  }

  return (
    <div className="choice">
      {(["svg", "png"] as const).map((kind) => (
        <button key={kind} type="button" className="btn" disabled={busy} onClick={() => save(kind)}>
          {EXPORT[kind]}
        </button>
      ))}
    </div>
  );
}
