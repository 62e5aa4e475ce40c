import { useEffect } from "react";
import { useRace } from "../../storeContext.ts";
import type { PictureSource, Subject } from "../lookStore.ts";
import { useLook, useLookActions } from "../useLook.ts";
import { takesDrawings } from "./mnistForm.ts";
import { seenOf } from "./strokes.ts";

export interface PictureChoice {
  /** The sources there are for these networks. */
  readonly sources: readonly PictureSource[];
  /** The one in use: the visitor's choice; of itself test images, or else what needs no data. */
  readonly source: PictureSource;
  /** Whether the test images are at hand; undefined: not known yet. */
  readonly tests: boolean | undefined;
}

/** Where the picture comes from, and the first picture of that source. */
export function usePicture({ info }: Subject): PictureChoice {
  const { show } = useLookActions();
  const from = useLook((state) => state.from);
  const tests = useRace((state) => state.available?.[info.id]?.ready);
  const none = useLook((state) => state.picture === null);
  const strokes = useLook((state) => state.strokes);
  const testIndex = useLook((state) => state.testIndex);

  const drawable = takesDrawings(info);
  const sources = ALL.filter((source) => source !== "draw" || drawable);
  const withoutTests = drawable ? "draw" : "file";
  const ofItself = tests === false ? withoutTests : "test";
  const source = from !== null && sources.includes(from) ? from : ofItself;

  useEffect(() => {
    if (!none) return;
    if (source === "test" && tests) show({ kind: "test", index: testIndex % info.testSize });
    const pixels = source === "draw" ? seenOf(strokes) : null;
    if (pixels !== null) show({ kind: "pixels", pixels });
  }, [none, source, tests, testIndex, info, strokes, show]);
  return { sources, source, tests };
}

const ALL: readonly PictureSource[] = ["draw", "test", "file", "camera"];
