/** A bar: `value` from 0 to 1, or null where the whole is not known. Never beyond its ends. */
export function Meter({ value, label }: { value: number | null; label: string }) {
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <span
      className={share === null ? "meter unknown" : "meter"}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
    >
      <i style={{ width: `${(share ?? 1) * 100}%` }} />
    </span>
  );
}
