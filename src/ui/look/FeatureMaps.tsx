import "../styles/lookMaps.css";
import { Section } from "../shell/Section.tsx";
import { LOOK_MAPS } from "../strings/lookMaps.ts";
import { Compared } from "./Compared.tsx";
import { LayerStrip } from "./LayerStrip.tsx";
import { TileTable } from "./TileTable.tsx";
import { useLook } from "./useLook.ts";
import { useTiles } from "./useTiles.ts";
import { useWay, WaySwitch } from "./WaySwitch.tsx";

/** Both networks' maps of the chosen layer, or its filters, and their differences. */
export function FeatureMaps() {
  const subject = useLook((state) => state.subject);
  const show = useLook((state) => state.inside.show);
  const layer = useLook((state) => state.layer);
  const known = useTiles();
  const [way, setWay] = useWay(known?.tiles.lanes.length ?? 1);
  if (subject === null) return null;
  const { title, ...info } = LOOK_MAPS[show];
  const plan = subject.plans[layer];
  return (
    <Section
      id="feature-maps"
      title={title}
      info={info}
      tools={
        known !== null && (
          <>
            <TileTable known={known} />
            {known.tiles.lanes.length > 1 && <WaySwitch way={way} onChange={setWay} />}
          </>
        )
      }
    >
      <LayerStrip />
      {known === null ? (
        <p className="dim" role="status">
          {plan === undefined || show === "maps" ? LOOK_MAPS.waiting : missingWords(plan)}
        </p>
      ) : (
        <Compared key={`${layer} ${show}`} known={known} way={way} />
      )}
    </Section>
  );
}

/** Why there are no filters: the layer has none, or they are on their way. */
function missingWords({ spec, name }: { spec: { type: string }; name: string }): string {
  const filters = spec.type === "conv2d" || spec.type === "linear";
  return filters ? LOOK_MAPS.reading : LOOK_MAPS.noFilters(name);
}
