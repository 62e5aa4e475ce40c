import { toLink } from "../../train/link.ts";
import { raceCsv } from "../charts/csv.ts";
import type { Race, RaceState, RaceStore } from "../state.ts";
import { packBundle } from "./bundle.ts";
import { raceFigure, toPng } from "./raceFigure.ts";

/** The race as one .zip: settings, metrics, the weights of every network that has some, and the device. */
export async function raceBundle(
  race: Race,
  { getState, actions }: RaceStore,
): Promise<Uint8Array<ArrayBuffer>> {
  const { curves, device } = getState();
  const weights = [];
  for (const { run } of race.runs) {
    if (curves.tests.get(run)?.length === 0 && curves.losses.get(run)?.length === 0) continue;
    const file = await actions.exportWeights(run, "F32");
    if (file !== null) weights.push({ name: `${run}.safetensors`, bytes: file.bytes });
  }
  return packBundle({
    link: toLink(race.config),
    settings: race.config,
    metrics: raceCsv(curves),
    weights,
    device: { device, browser: navigator.userAgent, saved: new Date().toISOString() },
  });
}

/** The charts as a picture. Rejects where the browser cannot draw it. */
export async function racePicture(race: Race, state: RaceState, kind: "svg" | "png"): Promise<BlobPart> {
  const svg = raceFigure(race, state);
  return kind === "svg" ? svg : toPng(svg);
}
