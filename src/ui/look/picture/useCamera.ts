import { type RefObject, useEffect, useRef, useState } from "react";
import { cameraTrouble } from "../../strings/lookPicture.ts";

export interface Camera {
  /** The video shows what the camera sees. */
  readonly ready: boolean;
  /** Why there is no camera, in words. */
  readonly trouble: string | null;
}

/** Leads the camera into a video element while it is on; `onTrouble` where that fails or ends by itself. */
export function useCamera(
  video: RefObject<HTMLVideoElement | null>,
  on: boolean,
  onTrouble: () => void,
): Camera {
  const [ready, setReady] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const told = useRef(onTrouble);
  told.current = onTrouble;
  useEffect(() => {
    if (!on) return;
    let stream: MediaStream | null = null;
    let wanted = true;
    setTrouble(null);
    function stop(): void {
      for (const track of stream?.getTracks() ?? []) track.stop();
    }
    function fail(error: unknown): void {
      if (!wanted) return;
      setTrouble(cameraTrouble(error));
      told.current();
    }
    async function start(): Promise<void> {
      const { mediaDevices } = navigator as Partial<Navigator>;
      if (!mediaDevices) throw new DOMException("no camera without https", "NotSupportedError");
      stream = await mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      const element = video.current;
      if (!wanted || !element) return stop();
      for (const track of stream.getTracks())
        track.addEventListener("ended", () => fail(new DOMException("unplugged", "NotFoundError")));
      element.srcObject = stream;
      await element.play();
      if (wanted) setReady(true);
    }
    start().catch(fail);
    return () => {
      wanted = false;
      setReady(false);
      stop();
    };
  }, [on, video]);
  return { ready, trouble };
}
