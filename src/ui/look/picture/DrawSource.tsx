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
        <div className="row">
          <button type="button" className="btn" disabled={empty} onClick={() => draw(strokes.slice(0, -1))}>
            {PICTURE.undo}
          </button>
          <button type="button" className="btn" disabled={empty} onClick={() => draw([])}>
            {PICTURE.clear}
          </button>
        </div>
        {picture?.kind === "pixels" && (
          <figure>
            <Pixels pixels={picture.pixels} info={info} label={PICTURE.drawn} />
            <figcaption>{PICTURE.seen(info.height, info.width)}</figcaption>
          </figure>
        )}
      </div>
      {picture === null && <p className="note">{PICTURE.drawFirst}</p>}
    </>
  );
}
