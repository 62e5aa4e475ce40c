import "../styles/sections.css";
import "../styles/lab.css";
import { useLayers } from "../layers/useLayers.ts";
import { Figure3 } from "./Figure3.tsx";
import { LivingLayers } from "./LivingLayers.tsx";
import { Maps } from "./Maps.tsx";
import { Panel } from "./Panel.tsx";
import { Switch } from "./Switch.tsx";
import { Table1FourWays } from "./Table1FourWays.tsx";
import { Top } from "./Top.tsx";
import { useComparison } from "./useComparison.ts";

/** When may a minimum stand in for a product? Section 2 of the paper; needs no graphics device. */
export default function LabView() {
  const comparison = useComparison();
  const layers = useLayers();
  return (
    <div className="work sections lab">
      <Panel />
      <main className="measured" id="main">
        <Top comparison={comparison} />
        <Maps comparison={comparison} />
        <Table1FourWays layers={layers} />
        <LivingLayers layers={layers} />
        <div className="with-switch">
          <Figure3 />
          <Switch />
        </div>
      </main>
    </div>
  );
}
