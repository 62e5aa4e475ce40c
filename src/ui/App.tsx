import { useCallback, useEffect, useState } from "react";
import { RaceView } from "./race/RaceView.tsx";
import { Banners } from "./shell/Banners.tsx";
import { DropTarget } from "./shell/DropTarget.tsx";
import { Header } from "./shell/Header.tsx";
import { RunStrip } from "./shell/RunStrip.tsx";
import { SetupPanel } from "./shell/SetupDrawer.tsx";
import { ShortcutList } from "./shell/ShortcutList.tsx";
import { useInteracting } from "./shell/useInteracting.ts";
import { useShortcuts } from "./shell/useShortcuts.ts";
import { SHELL } from "./strings/shell.ts";

/** The frame around the view: header, setup, run strip, and what listens to the whole page. */
export function App() {
  const [help, setHelp] = useState(false);
  const openHelp = useCallback(() => setHelp(true), []);
  useShortcuts(openHelp);
  useInteracting();
  useEffect(() => {
    void import("./charts/PlotLines.tsx");
  }, []);
  return (
    <>
      <button type="button" className="skip" onClick={skipToMain}>
        {SHELL.skip}
      </button>
      <Header onHelp={openHelp} />
      <Banners />
      <div className="work">
        <SetupPanel />
        <RaceView />
      </div>
      <RunStrip />
      <DropTarget />
      <ShortcutList open={help} onOpenChange={setHelp} />
    </>
  );
}

/** A button and not a link: the hash belongs to the settings. */
function skipToMain(): void {
  const main = document.getElementById("main");
  main?.setAttribute("tabindex", "-1");
  main?.focus();
}
