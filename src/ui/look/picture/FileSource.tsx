import { FilePicker } from "../../controls/FileButton.tsx";
import { PICTURE } from "../../strings/lookPicture.ts";
import type { Subject } from "../lookStore.ts";
import { GivenNote, GivenStage } from "./GivenStage.tsx";

/** A picture of the visitor's own, whatever its size. */
export function FileSource({ info, take }: Pick<Subject, "info"> & { take: (file: File) => Promise<void> }) {
  return (
    <>
      <GivenStage info={info}>
        <p>{PICTURE.chooseFirst}</p>
      </GivenStage>
      <FilePicker
        className="btn"
        label={PICTURE.choose}
        testId="picture"
        accept="image/*"
        onFiles={([file]) => file !== undefined && void take(file)}
      />
      <GivenNote otherwise={PICTURE.dropIt} />
    </>
  );
}
