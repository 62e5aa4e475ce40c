import type { RunName } from "../../train/events.ts";
import type { Pretrained } from "../../train/pretrained.ts";
import { inSentence, RUN_WORDS } from "./race.ts";
import { megabytes } from "./shell.ts";

const count = new Intl.NumberFormat("en");

/** Words of what leaves and enters the page as a file. */

export const EXPORT = {
  label: "Export",
  weights: "Weights",
  weightsTitle: "The networks as safetensors, or everything of this race as one file",
  csv: "CSV",
  csvTitle: "Every step and test of every network as one table",
  figure: "Figure",
  figureTitle: "Both charts as a picture on white",
  lane: (run: keyof typeof RUN_WORDS) => RUN_WORDS[run].label,
  precision: { F32: "32 bit", F16: "16 bit" },
  size: (bytes: number) => megabytes(bytes),
  bundle: "Everything, as .zip",
  bundleAbout: "Settings, metrics, weights and device",
  svg: "SVG",
  png: "PNG",
  preparing: "Preparing",
  precisionAbout: "16 bit halves the file and rounds each weight to three digits.",
  noPicture: "This browser could not make a picture of the charts. The SVG works.",
} as const;

export const FIGURES = {
  title: (net: string, data: string) => `${net} on ${inSentence(data)}`,
  about: (seed: number, batch: number, optimizer: string, rate: number) =>
    `Seed ${seed}, batch ${batch}, ${optimizer}, rate ${rate}. MinConv Playground.`,
} as const;

export const IMPORT = {
  choose: "Choose weights",
  another: "Choose others",
  noWeights: {
    message: "The transferred network is to start from saved weights, and none were chosen.",
    remedy: "Choose a .safetensors file of this network, or start from the exact network.",
  },
  drop: "or drop it anywhere on the page",
  about: ({ product, epochs, data }: { product: RunName; epochs: number; data: string }) =>
    `${RUN_WORDS[product].chip} after ${epochs === 1 ? "1 epoch" : `${Number(epochs.toFixed(2))} epochs`} of ${data.replace(/@.*/, "")}.`,
  pretrained: "Pretrained",
  pretrainedButton: ({ run, accuracy, bytes }: Pretrained) =>
    `${RUN_WORDS[run].chip}, ${(100 * accuracy).toFixed(2)} %, ${megabytes(bytes)}`,
  pretrainedAbout: ({ epochs, parentEpochs, images, device, date }: Pretrained) =>
    `${parentEpochs ? `${parentEpochs} + ${epochs}` : epochs} epochs; of ${count.format(images)} test images; ${device}, ${date}.`,
  pretrainedFor: (nets: readonly string[]) => `Pretrained weights are here for ${nets.join(" and ")}.`,
  netOnData: (net: string, data: string) => `${net} on ${data}`,
  fetching: "Fetching",
  notFetched: (name: string, why: string) => ({
    message: `${name} could not be fetched (${why}).`,
    remedy: "Look at the connection and try again, or choose a file.",
  }),
  settings: (name: string, waits: boolean) =>
    `The settings of ${name} are in the form${waits ? "; they act at Restart" : ""}.`,
  onlyFirst: (name: string) => `One file of weights at a time: ${name} was taken.`,
  unreadable: (name: string) => ({
    message: `${name} could not be read.`,
    remedy: "It may have been moved or deleted: choose it again.",
  }),
  damaged: (name: string) => ({
    message: `${name} cannot be unpacked: it is cut off, damaged or no .zip file.`,
    remedy: "Export the run once more and try again.",
  }),
  noSettings: (name: string) => ({
    message: `${name} holds no run of this page.`,
    remedy: "Choose a .zip file that was exported here.",
  }),
  settingsFile: "settings.json",
  present: "present",
  missing: "missing",
  withLink: "a link to settings",
  otherContent: "something else",
} as const;
