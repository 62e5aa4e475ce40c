import { useEffect, useState } from "react";
import { type RecordedRun, RUN_INDEX, readRecordedRun, readRunIndex } from "../../train/recordedRun.ts";

/** The folder of recorded runs beside the page. */
const FOLDER = "runs/";

let loading: Promise<readonly RecordedRun[]> | null = null;

/** The runs recorded with this site; null while they are asked for. */
export function useRecordedRuns(): readonly RecordedRun[] | null {
  const [runs, setRuns] = useState<readonly RecordedRun[] | null>(null);
  useEffect(() => {
    loading ??= loadRecordedRuns(new URL(FOLDER, document.baseURI).href, (address) => fetch(address));
    let wanted = true;
    void loading.then((all) => wanted && setRuns(all));
    return () => {
      wanted = false;
    };
  }, []);
  return runs;
}

/**
 * The recorded runs of a folder (absolute address, ending with "/"). What is missing, is a web page
 * instead (hosts that answer every path with one) or is not whole counts as not recorded. Never rejects.
 */
export async function loadRecordedRuns(
  folder: string,
  get: (address: string) => Promise<Response>,
): Promise<readonly RecordedRun[]> {
  const { runs } = readRunIndex(await json(folder + RUN_INDEX, get));
  const read = await Promise.all(
    runs.map(async ({ file }) => readRecordedRun(await json(folder + encodeURIComponent(file), get))),
  );
  return read.filter((run) => run !== null);
}

async function json(address: string, get: (address: string) => Promise<Response>): Promise<unknown> {
  try {
    const response = await get(address);
    return response.ok ? ((await response.json()) as unknown) : null;
  } catch {
    return null;
  }
}
