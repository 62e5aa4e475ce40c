import type { Gpu } from "../gpu/device.ts";

/** Milliseconds a submit of work beside the race should take: while a race trains or the page is being used, and otherwise. */
export const AIM = { beside: 5, alone: 30 } as const;

/** Milliseconds between two events of its progress. */
export const TELL_EVERY = 200;

/** A failure and the news that the device is lost come in either order, this far apart at most. */
const LOST_GRACE = 500;

/** Rejects the GpuError "lost" for whatever fails when the device goes. */
export async function unlessLost<T>(gpu: Gpu, work: Promise<T>): Promise<T> {
  const lost = gpu.lost.then((error) => Promise.reject(error));
  lost.catch(() => {});
  try {
    return await Promise.race([work, lost]);
  } catch (error) {
    const grace = new Promise((resolve) => setTimeout(resolve, LOST_GRACE));
    await Promise.race([grace, lost]);
    throw error;
  }
}
