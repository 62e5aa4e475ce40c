import { KNOBS, type TrainConfig } from "../../train/config.ts";

/** What a config's network is called. */
export function networkName({ net }: Pick<TrainConfig, "net">): string {
  return KNOBS.net.options[net];
}
