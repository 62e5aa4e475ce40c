import { expressionProblem } from "../../math/expression/compile.ts";
import { PRODUCTS, type ProductName } from "../../math/products.ts";
import type { Distribution } from "../../theory/distribution.ts";
import { KNOBS } from "../../train/config.ts";
import { goTo } from "../address.ts";
import { Info } from "../controls/Info.tsx";
import { Select } from "../controls/Select.tsx";
import { Slider } from "../controls/Slider.tsx";
import { TextInput } from "../controls/TextInput.tsx";
import { Mark } from "../shell/Mark.tsx";
import { useActions } from "../storeContext.ts";
import { FAMILY, LAB, PRESETS, short, TABLE1_FOUR } from "../strings/lab.ts";
import { SETUP, SHELL } from "../strings/shell.ts";
import { FAMILIES, moved, parameterOf } from "./families.ts";
import { changeLab, type Operand, useLab } from "./labStore.ts";

const FAMILY_NAMES = Object.fromEntries(Object.entries(FAMILY).map(([kind, { name }]) => [kind, name]));
const OPERATORS = Object.fromEntries(Object.entries(PRODUCTS).map(([key, { name }]) => [key, name]));

const normal = (deviation: number): Distribution => ({ kind: "normal", mean: 0, deviation });
const unit: Distribution = { kind: "uniform", from: 0, to: 1 };

/** Pairs of operands worth a look. */
const PAIRS: readonly (readonly [words: string, x: Distribution, w: Distribution])[] = [
  [PRESETS.row1, normal(1), normal(1)],
  [PRESETS.row2, normal(1), normal(10)],
  [PRESETS.row4, unit, unit],
  [PRESETS.weights, normal(1), { kind: "student", location: 0, scale: 0.65, degrees: 4 }],
];

/** What is drawn, and what it is compared with. */
export function Panel() {
  const operator = useLab((state) => state.operator);
  const reading = useLab((state) => state.reading);
  const expression = useLab((state) => state.expression);
  const { change } = useActions();
  const train = () => {
    change({ product: operator, ...(operator === "own" ? { expression } : {}) });
    goTo("race");
  };
  return (
    <aside className="setup" aria-label={LAB.panel}>
      <OperandFields operand="x" />
      <OperandFields operand="w" />
      <section>
        <h3>{LAB.compare}</h3>
        <div className="field">
          <div className="label">
            <label htmlFor="lab-operator">{LAB.operator}</label>
          </div>
          <div className="marked">
            <Mark run={operator} size={14} />
            <Select
              id="lab-operator"
              value={operator}
              options={OPERATORS}
              onChange={(next) => changeLab({ operator: next as ProductName })}
            />
          </div>
        </div>
        <OwnField />
        <p className="note">{kindOf(operator)}</p>
        <button type="button" className="btn train-with" title={LAB.trainWhy} onClick={train}>
          {LAB.train}
        </button>
      </section>
      <section>
        <h3>{TABLE1_FOUR.title}</h3>
        <div className="field">
          <div className="label">
            <span id="lab-reading">{LAB.reading}</span>
          </div>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row */}
          <div className="segments" role="group" aria-labelledby="lab-reading">
            {(["deviation", "variance"] as const).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === reading}
                onClick={() => changeLab({ reading: one })}
              >
                {LAB.readings[one]}
              </button>
            ))}
          </div>
        </div>
      </section>
      <section className="presets">
        <h3>{LAB.presets}</h3>
        {PAIRS.map(([words, x, w]) => (
          <button key={words} type="button" className="link" onClick={() => changeLab({ x, w })}>
            {words}
          </button>
        ))}
      </section>
    </aside>
  );
}

/** What the paper has to say of a product. */
function kindOf(product: ProductName): string {
  if (product === "mul") return LAB.control;
  return PRODUCTS[product].experiment ? LAB.experiment : LAB.fromPaper;
}

/** The visitor's own product, typed. */
function OwnField() {
  const operator = useLab((state) => state.operator);
  const expression = useLab((state) => state.expression);
  if (operator !== "own") return null;
  return (
    <div className="field">
      <div className="label">
        <label htmlFor="lab-expression">{LAB.expression}</label>
        <Info
          label={SHELL.about(LAB.expression)}
          help={KNOBS.expression.help}
          origin={SETUP.ours}
          fromPaper={false}
        />
      </div>
      <TextInput
        id="lab-expression"
        value={expression}
        problem={expressionProblem}
        onChange={(next) => changeLab({ expression: next })}
      />
    </div>
  );
}

function OperandFields({ operand }: { operand: Operand }) {
  const distribution = useLab((state) => state[operand]);
  const id = `lab-${operand}`;
  const set = (next: Distribution) => changeLab({ [operand]: next });
  return (
    <section>
      <h3>
        {LAB.drawFrom[0]}
        <i className="math">{operand}</i>
        {LAB.drawFrom[1]}
      </h3>
      <div className="field">
        <div className="label">
          <label htmlFor={id}>{LAB.family}</label>
        </div>
        <Select
          id={id}
          value={distribution.kind}
          options={FAMILY_NAMES}
          onChange={(kind) => set(FAMILIES[kind as Distribution["kind"]].first)}
        />
      </div>
      {FAMILIES[distribution.kind].parameters.map(({ key, ...range }) => (
        <Slider
          key={`${distribution.kind} ${key}`}
          {...range}
          label={FAMILY[distribution.kind].parameters[key]}
          name={`${FAMILY[distribution.kind].parameters[key]}, ${operand}`}
          value={parameterOf(distribution, key)}
          text={short}
          onChange={(value) => set(moved(distribution, key, value))}
        />
      ))}
    </section>
  );
}
