import { ACCURACY_FIGURES, type Table5Cell, TRANSFER_AFTER_EPOCHS } from "../../theory/paper.ts";
import type { TrainConfig } from "../../train/config.ts";

/**
 * The settings under which a race measures a cell of Table 5: the exact network and min-selector, and
 * for transfer learning a third network that takes over the exact one's weights.
 */
export function settingsFor({ net, data, run, epochs }: Table5Cell): Partial<TrainConfig> {
  const alone =
    epochs ?? ACCURACY_FIGURES.find((figure) => figure.net === net && figure.data === data)?.epochs ?? 1;
  return {
    net,
    data,
    product: "smin",
    ...(run === "transfer"
      ? {
          transfer: "exact",
          transferAfter: TRANSFER_AFTER_EPOCHS,
          epochs: TRANSFER_AFTER_EPOCHS + alone,
        }
      : { transfer: "off", epochs: alone }),
  };
}
