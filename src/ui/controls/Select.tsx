import { Icon } from "../shell/Icon.tsx";

export interface SelectProps {
  readonly id: string;
  readonly value: string;
  readonly options: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
}

/** The browser's own list under a drawn field. */
export function Select({ id, value, options, onChange }: SelectProps) {
  return (
    <span className="select">
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {Object.entries(options).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <Icon name="chevron" />
    </span>
  );
}
