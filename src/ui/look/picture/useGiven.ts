import { useCallback, useEffect } from "react";
import type { DatasetInfo } from "../../../data/dataset.ts";
import { takePictures } from "../../files/takeFiles.ts";
import { PICTURE } from "../../strings/lookPicture.ts";
import { useLookActions } from "../useLook.ts";
import { decoded } from "./decode.ts";
import { givenImage, type Rgba } from "./givenImage.ts";

/** Shows both a picture of any size in the form of their data set. */
export function useGiven(info: DatasetInfo): (picture: Rgba) => void {
  const { choose, show } = useLookActions();
  return useCallback(
    (picture) => {
      const { pixels, inverted } = givenImage(picture, info);
      choose({ given: { words: PICTURE.made(info.channels === 1, inverted), bad: false } });
      show({ kind: "pixels", pixels });
    },
    [info, choose, show],
  );
}

/** Shows both a picture file, picked or dropped on the page. */
export function useGivenFile(info: DatasetInfo): (file: File) => Promise<void> {
  const { choose, clear } = useLookActions();
  const give = useGiven(info);
  const take = useCallback(
    async (file: File) => {
      choose({ from: "file" });
      clear();
      try {
        give(await decoded(file));
      } catch {
        choose({ given: { words: PICTURE.unreadable(file.name), bad: true } });
      }
    },
    [choose, clear, give],
  );
  useEffect(() => takePictures(take), [take]);
  return take;
}
