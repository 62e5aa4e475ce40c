import { type ProductName, productOf } from "../../math/products.ts";
import { KNOBS } from "../../train/config.ts";
import { Mark } from "../shell/Mark.tsx";
import { useActions, useRace } from "../storeContext.ts";
import { SETUP } from "../strings/shell.ts";
import { KnobLabel } from "./KnobLabel.tsx";
import { Select } from "./Select.tsx";

export function ProductField() {
  const product = useRace((state) => state.config.product);
  const expression = useRace((state) => state.config.expression);
  const { formula: meaning, experiment } = productOf(product, expression);
  const { change } = useActions();
  const [before, formula, after] = SETUP.replace;
  const label = (
    <>
      {before}
      <span className="math">{formula}</span>
      {after}
    </>
  );
  return (
    <div className="field product">
      <KnobLabel knob={KNOBS.product} id="knob-product" text={label} />
      <div className="marked">
        <Mark run={product} size={14} />
        <Select
          id="knob-product"
          value={product}
          options={KNOBS.product.options}
          onChange={(next) => change({ product: next as ProductName })}
        />
      </div>
      <p className="note math">{meaning}</p>
      {experiment && <p className="note">{SETUP.experiment}</p>}
    </div>
  );
}
