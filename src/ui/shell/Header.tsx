import type { View } from "../../train/link.ts";
import { SHELL } from "../strings/shell.ts";
import { DeviceBadge } from "./DeviceBadge.tsx";
import { Icon } from "./Icon.tsx";
import { Mark } from "./Mark.tsx";
import { SetupDrawer } from "./SetupDrawer.tsx";
import { Share } from "./Share.tsx";
import { ThemeToggle } from "./ThemeToggle.tsx";
import { Transport } from "./Transport.tsx";
import { Views } from "./Views.tsx";

export function Header({ view, onHelp }: { view: View; onHelp: () => void }) {
  return (
    <header className="bar">
      <div className="brand">
        <Mark run="exact" size={18} />
        <Mark run="smin" size={18} />
        <b>{SHELL.brand}</b>
      </div>
      <Views />
      {view === "race" && <SetupDrawer />}
      <Transport />
      <span className="grow" />
      <DeviceBadge />
      <span className="tools">
        <Share />
        <button type="button" className="btn quiet by-keyboard" onClick={onHelp}>
          <Icon name="keys" />
          {SHELL.keys}
        </button>
        <ThemeToggle />
      </span>
    </header>
  );
}
