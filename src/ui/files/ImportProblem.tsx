import { ProblemBlock } from "../problems/ProblemBlock.tsx";
import { useRace } from "../storeContext.ts";

/** Why the last file of weights or of a run was refused: at the head of the setup, until it is closed. */
export function ImportProblem() {
  const problem = useRace((state) => state.importProblem);
  if (problem === null) return null;
  return (
    <div className="import">
      <ProblemBlock problem={problem} size="small" about="import" />
    </div>
  );
}
