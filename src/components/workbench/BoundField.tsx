import { MAX_BOUND } from './workbench-link.ts';

interface Props {
  readonly value: number;
  onChange(bound: number): void;
}

/** States per instance; what is typed is kept within what a link can carry. */
export function BoundField({ value, onChange }: Props) {
  return (
    <label className="field">
      <span>Bound, states per instance</span>
      <input
        type="number"
        min={1000}
        max={MAX_BOUND}
        step={1000}
        value={value}
        onChange={({ target: { valueAsNumber } }) =>
          valueAsNumber >= 1 && onChange(Math.min(MAX_BOUND, Math.floor(valueAsNumber)))
        }
      />
    </label>
  );
}
