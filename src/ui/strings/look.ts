/** Words of the Look view: inside both networks. */

const grouped = new Intl.NumberFormat("en");

export const LOOK = {
  headline: "The same picture, seen by both.",
  claim: "Rows share one scale. Where the third row is empty, comparing found what multiplying found.",
  panel: "What to look at",
  networks: "Networks",
  race: "This race",
  pretrained: (network: string, data: string, epochs: number) =>
    `Pretrained ${network}, ${data}, ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
  none: "No networks yet",
  noneWhy: "Train both, and see what each makes of the same picture.",
  at: (epoch: number) => `epoch ${epoch.toFixed(1)}`,
  fetching: "Fetching weights.",
  notFetched: (file: string) => ({
    message: `${file} could not be fetched.`,
    remedy: "Check the network and choose them again.",
  }),
  picture: "Picture",
  pictureOf: (index: number, label: string) => `Test image ${grouped.format(index)}: ${label}`,
  says: "says",
  inside: "Inside",
  layer: "Layer",
} as const;

/** A share as people say it: "96 %". */
export const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
