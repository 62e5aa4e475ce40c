import { useState } from "react";
import { LOOK_MAPS } from "../strings/lookMaps.ts";

/** How the rows of the networks stand to each other. */
export type Way = keyof typeof LOOK_MAPS.ways;

const WAYS = Object.keys(LOOK_MAPS.ways) as Way[];

/** The way that was chosen; a network alone stands by itself. */
export function useWay(networks: number): readonly [Way, (way: Way) => void] {
  const [way, setWay] = useState<Way>("side");
  return [networks > 1 ? way : "side", setWay];
}

export function WaySwitch({ way, onChange }: { way: Way; onChange: (way: Way) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row
    <span className="switch" role="group" aria-label={LOOK_MAPS.waysLabel}>
      {WAYS.map((one) => (
        <button key={one} type="button" aria-pressed={one === way} onClick={() => onChange(one)}>
          {LOOK_MAPS.ways[one]}
        </button>
      ))}
    </span>
  );
}
