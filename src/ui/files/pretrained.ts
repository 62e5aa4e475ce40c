import { MODELS, type ModelName, modelOf } from "../../models/index.ts";
import { formatLayers } from "../../models/notation.ts";
import type { TrainConfig } from "../../train/config.ts";
import { PRETRAINED_INDEX, type Pretrained, readPretrainedIndex } from "../../train/pretrained.ts";
import { siteFolder, siteJson, useLoadedOnce } from "../siteFolder.ts";
import type { RaceActions } from "../state.ts";
import { IMPORT } from "../strings/files.ts";

const FOLDER = "weights";

/** The weights this site offers, without the weights; null while they are asked for. */
export const usePretrained = () => useLoadedOnce(loadIndex);

const loadIndex = async () =>
  readPretrainedIndex(await siteJson(siteFolder(FOLDER) + PRETRAINED_INDEX)).weights;

/** Whether weights are those of the network and the data in the settings. */
export function fits({ network, data }: Pretrained, config: TrainConfig): boolean {
  if (data !== config.data) return false;
  if (network === config.net) return true;
  const own = MODELS[network as ModelName];
  return own !== undefined && formatLayers(own.layers) === layersOf(config);
}

/** The settings' layers in notation; what is half typed is no network. */
function layersOf({ net, layers }: TrainConfig): string | null {
  try {
    return formatLayers(modelOf(net, layers).layers);
  } catch {
    return null;
  }
}

/** Fetches a file of weights and hands it on like one the visitor chose. Never rejects. */
export async function takePretrained(
  { file }: Pretrained,
  actions: Pick<RaceActions, "takeWeights" | "refuseImport">,
): Promise<void> {
  try {
    const response = await fetch(siteFolder(FOLDER) + encodeURIComponent(file));
    if (!response.ok) throw new Error(`status ${response.status}`);
    actions.takeWeights(new File([await response.arrayBuffer()], file));
  } catch (error) {
    actions.refuseImport({ kind: "unreadable", ...IMPORT.notFetched(file, (error as Error).message) });
  }
}
