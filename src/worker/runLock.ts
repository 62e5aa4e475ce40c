const NAME = "minconv-run-";

/**
 * Marks a run as this tab's own, so that no other tab resumes or deletes it meanwhile; the browser
 * takes the mark away when the tab ends, however that happens. Null: another tab has it. Where the
 * browser has no locks to give, every run is free.
 */
export function holdRun(id: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const free = () => resolve(() => {});
    try {
      navigator.locks
        .request(NAME + id, { ifAvailable: true }, (lock) => {
          if (lock !== null) return new Promise<void>((release) => resolve(release));
          resolve(null);
          return undefined;
        })
        .catch(free);
    } catch {
      free();
    }
  });
}

/** The runs that some tab holds, this one included. */
export async function heldRuns(): Promise<ReadonlySet<string>> {
  try {
    const { held = [] } = await navigator.locks.query();
    return new Set(held.flatMap(({ name = "" }) => (name.startsWith(NAME) ? [name.slice(NAME.length)] : [])));
  } catch {
    return new Set();
  }
}
