import { useRef, useState } from "react";
import { PICTURE } from "../../strings/lookPicture.ts";
import type { Subject } from "../lookStore.ts";
import { useLookActions } from "../useLook.ts";
import { colours } from "./decode.ts";
import { GivenNote, GivenStage } from "./GivenStage.tsx";
import { useCamera } from "./useCamera.ts";
import { useGiven } from "./useGiven.ts";

/** A square of what the camera sees. It runs from "Start" until the picture is taken. */
export function CameraSource({ info }: Pick<Subject, "info">) {
  const { clear } = useLookActions();
  const give = useGiven(info);
  const video = useRef<HTMLVideoElement>(null);
  const [on, setOn] = useState(false);
  const [taken, setTaken] = useState(false);
  const { ready, trouble } = useCamera(video, on, () => setOn(false));

  function start(): void {
    clear();
    setTaken(false);
    setOn(true);
  }
  function take(): void {
    const frame = video.current;
    if (!frame) return;
    give(colours(frame, frame.videoWidth, frame.videoHeight));
    setTaken(true);
    setOn(false);
  }
  return (
    <>
      <GivenStage info={info}>
        {on ? (
          <video ref={video} muted playsInline aria-label={PICTURE.viewfinder} />
        ) : (
          <p>{PICTURE.takeFirst}</p>
        )}
      </GivenStage>
      {on ? (
        <button type="button" className="btn" disabled={!ready} onClick={take}>
          {PICTURE.take}
        </button>
      ) : (
        <button type="button" className="btn" onClick={start}>
          {taken ? PICTURE.again : PICTURE.start}
        </button>
      )}
      {trouble === null ? (
        <GivenNote otherwise={on && !ready ? PICTURE.starting : ""} />
      ) : (
        <p className="note bad" role="alert">
          {trouble}
        </p>
      )}
    </>
  );
}
