import { goTo } from "../../address.ts";
import { useRunsActions } from "../../runs/runsContext.ts";
import { useActions, useClient } from "../../storeContext.ts";
import { lookStoreOf } from "../lookStore.ts";

/** Puts the blended network's weights into the race: a transferred network starts from them. Starts nothing. */
export function useFineTune(): () => void {
  const look = lookStoreOf(useClient());
  const { change, exportWeights, takeWeights } = useActions();
  const runs = useRunsActions();
  return () => {
    const { source, blend, subject } = look.getState();
    if (source === null || blend === null || subject === null) return;
    change({ ...subject.config, transfer: "saved" });
    if (source.kind === "kept") runs.takeWeights(source.id, { run: blend, step: source.step }, "start");
    else if (source.kind === "race")
      void exportWeights(blend, "F32").then((file) => file && takeWeights(new File([file.bytes], file.name)));
    else {
      const file = source.files.find(({ name }) => name.includes(`-${blend}.`));
      if (file) takeWeights(new File([file.bytes], file.name));
    }
    goTo("race");
  };
}
