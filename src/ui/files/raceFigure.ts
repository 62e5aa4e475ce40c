import { KNOBS } from "../../train/config.ts";
import { accuracyPlot } from "../charts/accuracyPlot.ts";
import { epochAxis, epochEnd } from "../charts/axes.ts";
import { lossPlot } from "../charts/lossPlot.ts";
import { networkName } from "../race/networkName.ts";
import type { Race, RaceState } from "../state.ts";
import { FIGURES } from "../strings/files.ts";
import { ACCURACY, CHART, LOSS } from "../strings/race.ts";
import { FIGURE, figureSvg } from "./figure.ts";

/** The page's two charts as they stand, as one picture. */
export function raceFigure(race: Race, { curves, progress }: Pick<RaceState, "curves" | "progress">): string {
  const { seed, batch, opt, lr, epochs, testImages, testEvery } = race.config;
  const x = epochAxis(epochEnd(progress?.epoch ?? 0, epochs), CHART.epoch);
  const accuracy = accuracyPlot(curves, race, "linear", x);
  const losses = lossPlot(curves, x);
  return figureSvg({
    title: FIGURES.title(networkName(race.config), race.data.name),
    about: FIGURES.about(seed, batch, KNOBS.opt.options[opt], lr),
    plots: [
      {
        ...accuracy,
        title: ACCURACY.title,
        caption: ACCURACY.caption(testImages, testEvery, accuracy.window),
      },
      { ...losses, starts: [], title: LOSS.title, caption: LOSS.caption(losses.window) },
    ],
  });
}

/** The picture in pixels. Rejects where the browser cannot draw it. */
export async function toPng(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * FIGURE.pixels;
    canvas.height = image.naturalHeight * FIGURE.pixels;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture")) : resolve(blob)), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
