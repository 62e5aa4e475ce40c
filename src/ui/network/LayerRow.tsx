import { DropdownMenu } from "radix-ui";
import type { LayerProduct, LayerSpec } from "../../nn/spec.ts";
import { NumberInput } from "../controls/NumberInput.tsx";
import { Select } from "../controls/Select.tsx";
import { Icon } from "../shell/Icon.tsx";
import { compact, FIELDS, LAYER_NAMES, NETWORK, SHORT } from "../strings/network.ts";
import { type Examined, shapeText } from "./examine.ts";
import { LAYER_TYPES, NEW_LAYERS, NUMBER_FIELDS, numbersOf, withNumber } from "./kinds.ts";

export interface LayerRowProps {
  readonly id: string;
  readonly spec: LayerSpec;
  readonly examined: Examined | undefined;
  readonly first: boolean;
  readonly last: boolean;
  readonly onChange: (spec: LayerSpec) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
  readonly onAdd: (spec: LayerSpec) => void;
}

/** One layer: its settings, what comes out of it, what it costs, and where it stands. */
export function LayerRow(props: LayerRowProps) {
  const { id, spec, examined, first, last, onMove, onRemove, onAdd } = props;
  const name = LAYER_NAMES[spec.type];
  const problem = examined?.problem ?? null;
  return (
    <>
      <tr
        className={problem === null ? undefined : "impossible"}
        onKeyDown={(event) => {
          const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
          if (!event.altKey || by === null) return;
          event.preventDefault();
          onMove(by);
        }}
      >
        <th scope="row">{name}</th>
        <td>
          <Settings {...props} />
        </td>
        <td className="n" data-label={NETWORK.columns.output}>
          {examined?.output ? shapeText(examined.output) : "–"}
        </td>
        <td className="n" data-label={NETWORK.columns.parameters}>
          {examined?.parameters ? compact(examined.parameters) : ""}
        </td>
        <td className="n" data-label={NETWORK.columns.multiplications}>
          {examined?.multiplications ? compact(examined.multiplications) : ""}
        </td>
        <td className="moves">
          <Small id={`${id}-up`} icon="up" label={NETWORK.up(name)} disabled={first} act={() => onMove(-1)} />
          <Small
            id={`${id}-down`}
            icon="chevron"
            label={NETWORK.down(name)}
            disabled={last}
            act={() => onMove(1)}
          />
          <AddMenu id={`${id}-add`} label={NETWORK.addAfter(name)} onAdd={onAdd} />
          <Small id={`${id}-remove`} icon="close" label={NETWORK.remove(name)} act={onRemove} />
        </td>
      </tr>
      {problem !== null && (
        <tr className="reason">
          <td colSpan={6}>
            <p className="note bad">{problem}</p>
          </td>
        </tr>
      )}
    </>
  );
}

function Settings({ id, spec, onChange }: Pick<LayerRowProps, "id" | "spec" | "onChange">) {
  return (
    <div className="settings">
      {spec.type === "dropout" && (
        <Choice
          id={`${id}-own-rate`}
          label={NETWORK.rate}
          value={spec.rate === undefined ? "setting" : "own"}
          options={NETWORK.rates}
          onChange={(which) =>
            onChange(which === "own" ? { type: "dropout", rate: 0.5 } : { type: "dropout" })
          }
        />
      )}
      {numbersOf(spec).map(([name, value]) => (
        <span key={name} className={`small of-${name}`}>
          <label htmlFor={`${id}-${name}`}>
            <span className="visually-hidden">{FIELDS[name]}</span>
            <span aria-hidden="true">{SHORT[name]}</span>
          </label>
          <NumberInput
            id={`${id}-${name}`}
            knob={NUMBER_FIELDS[name]}
            value={value}
            onChange={(next) => onChange(withNumber(spec, name, next))}
          />
        </span>
      ))}
      {(spec.type === "conv2d" || spec.type === "linear") && (
        <Choice
          id={`${id}-product`}
          label={NETWORK.product}
          value={spec.product ?? (spec.type === "conv2d" ? "tested" : "exact")}
          options={NETWORK.products}
          onChange={(product) => onChange({ ...spec, product: product as LayerProduct })}
        />
      )}
    </div>
  );
}

function Choice(props: {
  id: string;
  label: string;
  value: string;
  options: Readonly<Record<string, string>>;
  onChange: (value: string) => void;
}) {
  return (
    <span className="small choice">
      <label htmlFor={props.id}>{props.label}</label>
      <Select id={props.id} value={props.value} options={props.options} onChange={props.onChange} />
    </span>
  );
}

interface SmallProps {
  readonly id: string;
  readonly icon: "up" | "chevron" | "close";
  readonly label: string;
  readonly disabled?: boolean;
  readonly act: () => void;
}

function Small({ id, icon, label, disabled = false, act }: SmallProps) {
  return (
    <button
      id={id}
      type="button"
      className="btn quiet"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={act}
    >
      <Icon name={icon} />
    </button>
  );
}

/** The kinds of layers that can be put behind this one. */
export function AddMenu({
  id,
  label,
  onAdd,
}: {
  id: string;
  label: string;
  onAdd: (spec: LayerSpec) => void;
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger id={id} className="btn quiet" aria-label={label} title={label}>
        <Icon name="plus" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={12}>
          {LAYER_TYPES.map((type) => (
            <DropdownMenu.Item key={type} className="item" onSelect={() => onAdd(NEW_LAYERS[type])}>
              {LAYER_NAMES[type]}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
