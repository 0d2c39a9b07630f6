import type { AssumedLbr } from '@site/src/spec/trace/judge/guest-msr.ts';

const CHOICES: Readonly<Record<AssumedLbr, string>> = {
  infer: 'infer it from the results of its accesses',
  off: 'LBR not exposed',
  legacy: 'legacy LBR exposed',
  arch: 'Arch LBR exposed',
};

interface Props {
  readonly value: AssumedLbr;
  onChange(value: AssumedLbr): void;
}

/** What LBR the guests have: a trace does not say. */
export function GuestPicker({ value, onChange }: Props) {
  return (
    <label className="field">
      <span>Guest LBR</span>
      <select value={value} onChange={(event) => onChange(event.target.value as AssumedLbr)}>
        {Object.entries(CHOICES).map(([name, title]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
