import { DIFFER } from "../../strings/lookTest.ts";
import { useComparison } from "./useTest.ts";

/** The view's large number, once both networks were tested: on how many images only one is right. */
export function Headline() {
  const comparison = useComparison();
  if (comparison === null) return null;
  const { groups, labels } = comparison;
  return (
    <dl className="numbers">
      <div>
        <dt>{DIFFER.headline}</dt>
        <dd>
          {DIFFER.number(groups.first.length + groups.second.length)}
          <small>{DIFFER.ofImages(labels.length)}</small>
        </dd>
      </div>
    </dl>
  );
}
