import type { DatasetInfo } from "../../data/dataset.ts";
import { DATASETS, type DatasetName } from "../../data/index.ts";
import { KNOBS } from "../../train/config.ts";
import type { DataState } from "../../worker/protocol.ts";
import { ProblemBlock } from "../problems/ProblemBlock.tsx";
import { TaskLine } from "../shell/TaskLine.tsx";
import { useActions, useRace } from "../storeContext.ts";
import { DATA } from "../strings/shell.ts";
import { FileButton } from "./FileButton.tsx";
import { KnobLabel } from "./KnobLabel.tsx";
import { Select } from "./Select.tsx";

/** Which data, whether it is at hand, and every way to get what is not. */
export function DataField() {
  const data = useRace((state) => state.config.data);
  const available = useRace((state) => state.available);
  const { change } = useActions();
  const isAbsent = ({ id }: DatasetInfo) => available?.[id]?.ready === false;
  // What was chosen and is not here; else what could be had at once.
  const absent = isAbsent(DATASETS[data])
    ? [DATASETS[data]]
    : Object.values<DatasetInfo>(DATASETS).filter((info) => isAbsent(info) && info.mirrors.length > 0);
  return (
    <div className="field data">
      <KnobLabel knob={KNOBS.data} id="knob-data" />
      <Select
        id="knob-data"
        value={data}
        options={KNOBS.data.options}
        onChange={(next) => change({ data: next as DatasetName })}
      />
      <p className="note">{stateOf(DATASETS[data], available?.[data])}</p>
      <DataWays infos={absent} />
    </div>
  );
}

/** Every way to get sets that are not at hand, or how far that is. */
export function DataWays({ infos }: { infos: readonly DatasetInfo[] }) {
  const problem = useRace((state) => state.dataProblem);
  const task = useRace((state) => (state.task?.name === "download" ? state.task : null));
  return (
    <>
      {task !== null && <TaskLine task={task} />}
      {task === null && problem === null && infos.map((info) => <Fetch key={info.id} info={info} />)}
      {problem !== null && <ProblemBlock problem={problem} size="small" />}
    </>
  );
}

/** The way to a set that is not here: a button where a mirror gives it, else its publisher's page. */
export function Fetch({ info }: { info: DatasetInfo }) {
  const { fetchData } = useActions();
  const { archive } = info;
  const price = info.files.reduce((sum, file) => sum + file.bytes, 0);
  return (
    <div className="fetch">
      {info.mirrors.length > 0 ? (
        <button type="button" className="btn" onClick={() => fetchData(info.id as DatasetName)}>
          {DATA.fetch(info.name, price)}
        </button>
      ) : (
        archive && (
          <p className="note">
            {DATA.published}{" "}
            <a className="link" href={archive.page} target="_blank" rel="noreferrer">
              {archive.name}
            </a>
            {DATA.size(archive.bytes)} {DATA.thenDrop}
          </p>
        )
      )}
      <p className="note">
        <FileButton className="link" /> {DATA.or}
      </p>
    </div>
  );
}

function stateOf(info: DatasetInfo, state: DataState | undefined): string {
  if (state === undefined) return DATA.looking;
  if (state.ready) return DATA.ready(state.source);
  return state.missing.length > 0 && state.missing.length < info.files.length
    ? DATA.missing(state.missing)
    : DATA.notHere(info.name);
}
