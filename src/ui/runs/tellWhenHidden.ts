import type { TrainClient } from "../../worker/client.ts";

/** A hidden page may be ended without another word: then is the time to save. */
export function tellWhenHidden(client: Pick<TrainClient, "send">): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") client.send({ type: "hidden" });
  });
}
