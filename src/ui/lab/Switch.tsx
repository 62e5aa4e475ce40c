import { PRODUCTS, signedProduct } from "../../math/products.ts";
import { Info } from "../controls/Info.tsx";
import { Slider } from "../controls/Slider.tsx";
import { figure, SWITCH } from "../strings/lab.ts";
import { SHELL } from "../strings/shell.ts";
import { changeLab, useLab } from "./labStore.ts";

/** The furthest that the sliders go. */
const END = 3;

const number = (value: number) => figure(value, 2);

/** Table 2 as the multiplexer it is: one of a, -a, b, -b goes through. */
export function Switch() {
  const a = useLab((state) => state.a);
  const b = useLab((state) => state.b);
  const keepsA = Math.abs(a) <= Math.abs(b);
  const changesSign = (keepsA ? b : a) < 0;
  const chosen = (keepsA ? 0 : 2) + (changesSign ? 1 : 0);
  const output = signedProduct(PRODUCTS.smin, a, b);
  const product = signedProduct(PRODUCTS.mul, a, b);
  const inputs = [
    ["a", a],
    ["−a", -a],
    ["b", b],
    ["−b", -b],
  ] as const;
  const from = 28 + 40 * chosen;
  return (
    <section className="switch-of-four" aria-labelledby="switch-title">
      <div className="head">
        <h2 id="switch-title">{SWITCH.title}</h2>
        <Info
          label={SHELL.about(SWITCH.title)}
          help={SWITCH.help}
          formula={SWITCH.formula}
          origin={SWITCH.where}
          fromPaper
        />
        <p>{SWITCH.caption}</p>
      </div>
      <svg
        className="mux op-smin"
        viewBox="0 0 296 218"
        role="img"
        aria-label={SWITCH.describe(number(a), number(b), number(output))}
      >
        {inputs.map((_, i) =>
          i === chosen ? null : <path key={inputs[i]?.[0]} className="wire" d={`M74 ${28 + 40 * i}H168`} />,
        )}
        <path className="wire on" d={`M74 ${from}H168M208 88H236`} />
        <path className="outline" d="M168 8L208 32V144L168 168Z" />
        <path className="wire on" d={`M168 ${from}C192 ${from} 184 88 208 88`} />
        {inputs.map(([name, value], i) => (
          <g key={name} className={i === chosen ? "chosen" : undefined}>
            <text className="name" x="0" y={32 + 40 * i}>
              {name}
            </text>
            <text x="68" y={32 + 40 * i} textAnchor="end">
              {number(value)}
            </text>
            <text className="address" x="163" y={23 + 40 * i} textAnchor="end">
              {i.toString(2).padStart(2, "0")}
            </text>
          </g>
        ))}
        <g className="chosen">
          <text x="242" y="80">
            {SWITCH.smin}
          </text>
          <text className="big" x="240" y="102">
            {number(output)}
          </text>
        </g>
        <path className="wire" d="M182 176V161M198 194V151" />
        <text x="168" y="188" textAnchor="end">
          {SWITCH.smaller(keepsA ? "a" : "b")}
        </text>
        <text x="168" y="206" textAnchor="end">
          {SWITCH.negative(changesSign)}
        </text>
        <g className="chosen">
          <text x="178" y="190">
            {keepsA ? 0 : 1}
          </text>
          <text x="194" y="208">
            {changesSign ? 1 : 0}
          </text>
        </g>
      </svg>
      <p className="beside">{SWITCH.product(number(product))}</p>
      <div className="row">
        {(["a", "b"] as const).map((name) => (
          <Slider
            key={name}
            label={<i className="math">{name}</i>}
            name={name}
            value={name === "a" ? a : b}
            min={-END}
            max={END}
            step={0.01}
            text={number}
            onChange={(value) => changeLab({ [name]: value })}
          />
        ))}
      </div>
    </section>
  );
}
