import { lazy, Suspense, useState } from "react";
import { KNOBS, type TrainConfig } from "../../train/config.ts";
import { useActions, useRace } from "../storeContext.ts";
import { SETUP } from "../strings/shell.ts";
import { KnobLabel } from "./KnobLabel.tsx";
import { Select } from "./Select.tsx";

const NetworkDialog = lazy(() =>
  import("../network/NetworkDialog.tsx").then((module) => ({ default: module.NetworkDialog })),
);

/** The networks with a name, and the way to one of one's own. */
export function NetField() {
  const net = useRace((state) => state.config.net);
  const [editing, setEditing] = useState(false);
  const { change } = useActions();
  return (
    <div className="field">
      <KnobLabel knob={KNOBS.net} id="knob-net">
        <button type="button" className="link" onClick={() => setEditing(true)}>
          {SETUP.editLayers}
        </button>
      </KnobLabel>
      <Select
        id="knob-net"
        value={net}
        options={KNOBS.net.options}
        onChange={(next) => change({ net: next as TrainConfig["net"] })}
      />
      {editing && (
        <Suspense fallback={null}>
          <NetworkDialog onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </div>
  );
}
