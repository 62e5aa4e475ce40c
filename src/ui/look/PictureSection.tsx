import "../styles/lookPicture.css";
import { LOOK } from "../strings/look.ts";
import { PICTURE } from "../strings/lookPicture.ts";
import type { PictureSource, Subject } from "./lookStore.ts";
import { CameraSource } from "./picture/CameraSource.tsx";
import { DrawSource } from "./picture/DrawSource.tsx";
import { FileSource } from "./picture/FileSource.tsx";
import { TestSource } from "./picture/TestSource.tsx";
import { useGivenFile } from "./picture/useGiven.ts";
import { usePicture } from "./picture/usePicture.ts";
import { Verdicts } from "./picture/Verdicts.tsx";
import { useLook, useLookActions } from "./useLook.ts";

/** The picture both networks see, where it comes from, and what each says it is. */
export function PictureSection() {
  const subject = useLook((state) => state.subject);
  return subject === null ? null : <Picture subject={subject} />;
}

function Picture({ subject }: { subject: Subject }) {
  const { info } = subject;
  const { choose, clear } = useLookActions();
  const { sources, source, tests } = usePicture(subject);
  const takeFile = useGivenFile(info);
  const answers = useLook((state) => state.answers);
  const asked = useLook((state) => state.asked);
  function change(next: PictureSource): void {
    if (next === source) return;
    choose({ from: next });
    clear();
  }
  return (
    <section className="picture-seen">
      <h3>{LOOK.picture}</h3>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row */}
      <div className="segments" role="group" aria-label={PICTURE.source}>
        {sources.map((one) => (
          <button key={one} type="button" aria-pressed={one === source} onClick={() => change(one)}>
            {PICTURE.sources[one]}
          </button>
        ))}
      </div>
      {source === "draw" && <DrawSource info={info} />}
      {source === "test" && <TestSource info={info} tests={tests} />}
      {source === "file" && <FileSource info={info} take={takeFile} />}
      {source === "camera" && <CameraSource info={info} />}
      {answers !== null && (
        <Verdicts sights={answers.sights} classes={info.classes} behind={answers.number !== asked} />
      )}
    </section>
  );
}
