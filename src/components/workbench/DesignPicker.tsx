import type { DesignData } from '@site/src/site-data/types.ts';

interface Props {
  readonly designs: readonly DesignData[];
  readonly value: string;
  onChange(name: string): void;
}

export function DesignPicker({ designs, value, onChange }: Props) {
  return (
    <label className="field">
      <span>Design</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {designs.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
