import "../../styles/lookTest.css";
import { type ReactNode, useState } from "react";
import { ChartHead } from "../../charts/ChartHead.tsx";
import { fileName } from "../../files/names.ts";
import { CSV_TYPE, saveFile } from "../../files/save.ts";
import { DIFFER } from "../../strings/lookTest.ts";
import { useLook } from "../useLook.ts";
import { answersCsv } from "./answersCsv.ts";
import { Calibration } from "./Calibration.tsx";
import { Confusion } from "./Confusion.tsx";
import { Groups } from "./Groups.tsx";
import { Margins } from "./Margins.tsx";
import { type Selection, selected } from "./selection.ts";
import { TestControls } from "./TestControls.tsx";
import { Thumbnails } from "./Thumbnails.tsx";
import { type Comparison, useComparison } from "./useTest.ts";

/** Both networks on the whole test set: where they differ, what they mistake for what, how sure they are. */
export function TestPart() {
  const subject = useLook((state) => state.subject);
  const comparison = useComparison();
  if (subject === null || subject.runs.length < 2) return null;
  const controls = <TestControls subject={subject} />;
  if (comparison === null)
    return (
      <section className="part" aria-label={DIFFER.title}>
        <Head />
        {controls}
      </section>
    );
  return (
    <>
      <Results comparison={comparison}>{controls}</Results>
      <div className="part duo">
        <Margins comparison={comparison} />
        <Calibration comparison={comparison} />
      </div>
    </>
  );
}

function Results({ comparison, children }: { comparison: Comparison; children: ReactNode }) {
  const [selection, select] = useState<Selection>({ kind: "group", group: "first" });
  const { title, indices } = selected(comparison, selection);
  return (
    <div className="part tested">
      <Confusion comparison={comparison} selection={selection} onSelect={select} />
      <section aria-label={DIFFER.title}>
        <Head>
          <Download comparison={comparison} />
        </Head>
        {children}
        <Groups comparison={comparison} selection={selection} onSelect={select} />
        <Thumbnails key={title} title={title} indices={indices} comparison={comparison} />
      </section>
    </div>
  );
}

function Head({ children }: { children?: ReactNode }) {
  return (
    <ChartHead
      title={DIFFER.title}
      caption={DIFFER.caption}
      help={DIFFER.help}
      formula={DIFFER.formula}
      where={DIFFER.where}
      fromPaper={false}
    >
      {children}
    </ChartHead>
  );
}

function Download({ comparison }: { comparison: Comparison }) {
  return (
    <button
      type="button"
      className="link"
      onClick={() =>
        saveFile(fileName(comparison.config, "answers", "csv", new Date()), answersCsv(comparison), CSV_TYPE)
      }
    >
      {DIFFER.download}
    </button>
  );
}
