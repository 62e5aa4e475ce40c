import type { NumberKnob } from "../../../train/config.ts";
import { DataWays } from "../../controls/DataField.tsx";
import { NumberInput } from "../../controls/NumberInput.tsx";
import { LOOK } from "../../strings/look.ts";
import { PICTURE } from "../../strings/lookPicture.ts";
import type { Subject } from "../lookStore.ts";
import { Pixels } from "../Pixels.tsx";
import { useLook, useLookActions } from "../useLook.ts";
import type { PictureChoice } from "./usePicture.ts";

/** The images of the test set one by one, or the ways to have them. */
export function TestSource({ info, tests }: Pick<Subject, "info"> & Pick<PictureChoice, "tests">) {
  const { show } = useLookActions();
  const index = useLook((state) => state.testIndex);
  const answers = useLook((state) => state.answers);
  if (tests === false)
    return (
      <div className="field data">
        <p className="note">{PICTURE.notHere(info.name)}</p>
        <DataWays infos={[info]} />
      </div>
    );
  const go = (next: number) => show({ kind: "test", index: (next + info.testSize) % info.testSize });
  const seen = answers?.test ? { ...answers, test: answers.test } : null;
  const label = info.classes[seen?.test.label ?? -1] ?? "";
  return (
    <>
      <div className="stage">
        {seen !== null && (
          <Pixels pixels={seen.pixels} info={info} label={LOOK.pictureOf(seen.test.index, label)} />
        )}
      </div>
      <div className="row steps">
        <button type="button" className="btn" onClick={() => go(index - 1)}>
          {PICTURE.previous}
        </button>
        <button type="button" className="btn" onClick={() => go(index + 1)}>
          {PICTURE.next}
        </button>
      </div>
      <div className="field of-index">
        <div className="label">
          <label htmlFor="look-index">{PICTURE.index}</label>
          <span className="grow" />
          {seen !== null && <span>{PICTURE.labelled(label)}</span>}
        </div>
        <NumberInput id="look-index" knob={indexKnob(info.testSize)} value={index} onChange={go} />
      </div>
    </>
  );
}

const indexKnob = (images: number): NumberKnob => ({
  kind: "number",
  label: PICTURE.index,
  help: "",
  origin: "ours",
  group: "watch",
  default: 0,
  min: 0,
  max: images - 1,
  integer: true,
});
