import type { ReactNode } from "react";
import { PICTURE } from "../../strings/lookPicture.ts";
import type { Subject } from "../lookStore.ts";
import { Pixels } from "../Pixels.tsx";
import { useLook } from "../useLook.ts";

/** A given picture as both see it; `children` while there is none. */
export function GivenStage({ info, children }: Pick<Subject, "info"> & { children: ReactNode }) {
  const picture = useLook((state) => state.picture);
  return (
    <div className="stage">
      {picture?.kind === "pixels" ? (
        <Pixels pixels={picture.pixels} info={info} label={PICTURE.given} />
      ) : (
        children
      )}
    </div>
  );
}

/** What was made of a given picture, or why there is none; `otherwise` while nothing was given. */
export function GivenNote({ otherwise }: { otherwise: string }) {
  const given = useLook((state) => state.given);
  const bad = given?.bad ?? false;
  return (
    <p className={bad ? "note bad" : "note"} role={bad ? "alert" : undefined}>
      {given?.words ?? otherwise}
    </p>
  );
}
