import { type RecordedRun, RUN_INDEX, readRecordedRun, readRunIndex } from "../../train/recordedRun.ts";
import { siteFolder, siteJson, useLoadedOnce } from "../siteFolder.ts";

/** The runs recorded with this site; null while they are asked for. */
export const useRecordedRuns = () => useLoadedOnce(loadOwn);

const loadOwn = () => loadRecordedRuns(siteFolder("runs"));

/** The recorded runs of a folder (absolute address, ending with "/"); what is not whole is left out. */
export async function loadRecordedRuns(
  folder: string,
  get?: (address: string) => Promise<Response>,
): Promise<readonly RecordedRun[]> {
  const { runs } = readRunIndex(await siteJson(folder + RUN_INDEX, get));
  const read = await Promise.all(
    runs.map(async ({ file }) => readRecordedRun(await siteJson(folder + encodeURIComponent(file), get))),
  );
  return read.filter((run) => run !== null);
}
