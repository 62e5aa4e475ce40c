import { useCallback, useEffect, useState } from "react";
import { type View, viewOf } from "../train/link.ts";
import { useAddress } from "./address.ts";
import { RaceView } from "./race/RaceView.tsx";
import { Banners } from "./shell/Banners.tsx";
import { DropTarget } from "./shell/DropTarget.tsx";
import { Header } from "./shell/Header.tsx";
import { LateView } from "./shell/LateView.tsx";
import { RunStrip } from "./shell/RunStrip.tsx";
import { SetupPanel } from "./shell/SetupDrawer.tsx";
import { ShortcutList } from "./shell/ShortcutList.tsx";
import { useInteracting } from "./shell/useInteracting.ts";
import { useShortcuts } from "./shell/useShortcuts.ts";
import { SHELL, VIEW_NAMES } from "./strings/shell.ts";

/** Views beside the first one are fetched when they are opened. */
const LATE_VIEWS = {
  lab: () => import("./lab/LabView.tsx"),
  look: () => import("./look/LookView.tsx"),
  paper: () => import("./paper/PaperView.tsx"),
} as const;

/** The frame around the view: header, setup, run strip, and what listens to the whole page. */
export function App() {
  const [help, setHelp] = useState(false);
  const openHelp = useCallback(() => setHelp(true), []);
  useShortcuts(openHelp);
  useInteracting();
  const view = viewOf(useAddress());
  useTitle(view);
  useEffect(() => {
    void import("./charts/PlotLines.tsx");
  }, []);
  return (
    <>
      <button type="button" className="skip" onClick={skipToMain}>
        {SHELL.skip}
      </button>
      <Header view={view} onHelp={openHelp} />
      <Banners />
      {view === "race" ? (
        <div className="work">
          <SetupPanel />
          <RaceView />
        </div>
      ) : (
        <LateView key={view} load={LATE_VIEWS[view]} />
      )}
      <RunStrip />
      <DropTarget />
      <ShortcutList open={help} onOpenChange={setHelp} />
    </>
  );
}

/** Names the open view where tabs and screen readers tell of it, and shows it from its top. */
function useTitle(view: View): void {
  useEffect(() => {
    document.title = `${VIEW_NAMES[view]} · ${SHELL.brand}`;
    window.scrollTo(0, 0);
  }, [view]);
}

/** A button and not a link: the hash belongs to the settings. */
function skipToMain(): void {
  const main = document.getElementById("main");
  main?.setAttribute("tabindex", "-1");
  main?.focus();
}
