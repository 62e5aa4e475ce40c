import type { RunName } from "../../train/events.ts";
import { RUN_WORDS } from "./race.ts";

/** Words of the Look view's picture: where it comes from, and what the networks call it. */

export const PICTURE = {
  source: "Where the picture comes from",
  sources: { draw: "Draw", test: "Test", file: "File", camera: "Camera" },

  drawHere: "Draw a digit",
  pad: (strokes: number) =>
    strokes === 0 ? "Drawing pad, empty" : `Drawing pad, ${strokes} ${strokes === 1 ? "stroke" : "strokes"}`,
  undo: "Undo",
  clear: "Clear",
  seen: "What the networks see",
  drawn: "The drawing in 28×28 pixels, centred and scaled as MNIST’s digits are",
  drawFirst: "Draw a digit, and each network says what it is.",

  previous: "Previous",
  next: "Next",
  index: "Test image",
  labelled: (label: string) => `labelled ${label}`,
  notHere: (name: string) => `The test images of ${name} are not here yet.`,

  choose: "Choose a picture",
  dropIt: "or drop one anywhere on the page",
  chooseFirst: "Choose a picture, and each network says what it is.",
  unreadable: (name: string) => `${name} could not be read as a picture. Choose a PNG or JPEG.`,
  given: "The picture as the networks see it",
  made: (grey: boolean, inverted: boolean) =>
    grey
      ? `Its middle, in grey, with full contrast.${inverted ? " Light and dark are swapped, since the networks know light on dark." : ""}`
      : "Its middle square.",

  start: "Start the camera",
  viewfinder: "What the camera sees",
  take: "Take a picture",
  again: "Take another",
  starting: "Starting the camera.",
  takeFirst: "Take a picture, and each network says what it is.",

  likeliest: "The likeliest answers of each network",
  network: (run: RunName) => RUN_WORDS[run].label,
} as const;

/** Why there is no picture from the camera, by the name of the browser's error. */
export function cameraTrouble(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  return TROUBLES[name] ?? "The camera could not be started. Choose a file instead.";
}

const TROUBLES: Readonly<Record<string, string>> = {
  NotFoundError: "No camera was found. Connect one, or choose a file.",
  NotAllowedError: "The camera may not be used. Allow it for this page in the browser, then try again.",
  NotReadableError: "Another program is using the camera. Close that one, then try again.",
  NotSupportedError: "This page may not use a camera here. Open it over https, or choose a file.",
};
