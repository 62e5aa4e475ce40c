import { PICTURE } from "../../strings/lookPicture.ts";
import type { Subject } from "../lookStore.ts";
import { Pixels } from "../Pixels.tsx";
import { useLook } from "../useLook.ts";
import { Pad } from "./Pad.tsx";
import { useDrawing } from "./useDrawing.ts";

/** The pad, and beside its buttons what the networks see of it. */
export function DrawSource({ info }: Pick<Subject, "info">) {
  const { strokes, draw } = useDrawing();
  const picture = useLook((state) => state.picture);
  const empty = strokes.length === 0;
  return (
    <>
      <Pad strokes={strokes} draw={draw} />
      <div className="under-pad">
        <figure>
          <div className="seen">
            {picture?.kind === "pixels" && (
              <Pixels pixels={picture.pixels} info={info} label={PICTURE.drawn} />
            )}
          </div>
          <figcaption>{PICTURE.seen}</figcaption>
        </figure>
        <button type="button" className="btn" disabled={empty} onClick={() => draw(strokes.slice(0, -1))}>
          {PICTURE.undo}
        </button>
        <button type="button" className="btn" disabled={empty} onClick={() => draw([])}>
          {PICTURE.clear}
        </button>
      </div>
      {picture === null && <p className="note">{PICTURE.drawFirst}</p>}
    </>
  );
}
