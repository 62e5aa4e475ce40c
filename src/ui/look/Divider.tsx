import { useId } from "react";
import { LOOK_MAPS } from "../strings/lookMaps.ts";
import { RUN_WORDS } from "../strings/race.ts";
import type { TileValues } from "./tiles.ts";

export interface DividerProps {
  /** What the left network has of every tile. */
  readonly share: number;
  readonly onChange: (share: number) => void;
  readonly lanes: readonly TileValues[];
}

/** Moves the divider of all tiles at once: what a drag in a tile does, for the keyboard and for fingers. */
export function Divider({ share, onChange, lanes }: DividerProps) {
  const id = useId();
  const [left, ...others] = lanes.map(({ run }) => RUN_WORDS[run].label);
  const words = LOOK_MAPS.dividerAt(share, left ?? "", others.join(", "));
  return (
    <div className="divider">
      <label htmlFor={id}>{LOOK_MAPS.divider}</label>
      <input
        id={id}
        className="range"
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={share}
        aria-valuetext={words}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <span>{words}</span>
    </div>
  );
}
