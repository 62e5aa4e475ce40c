import type { Rgba } from "./givenImage.ts";

/** The shorter side that is kept of a larger picture. */
const SHORT_SIDE = 256;

/**
 * The colours of a picture file, on white where it is transparent.
 * @throws where the browser cannot read it.
 */
export async function decoded(file: Blob): Promise<Rgba> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return colours(image, image.naturalWidth, image.naturalHeight);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The colours of a picture or of a video's frame, large ones made smaller. */
export function colours(
  source: HTMLImageElement | HTMLVideoElement,
  fullWidth: number,
  fullHeight: number,
): Rgba {
  const scale = Math.min(1, SHORT_SIDE / Math.min(fullWidth, fullHeight));
  const [width, height] = [Math.round(fullWidth * scale), Math.round(fullHeight * scale)];
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
