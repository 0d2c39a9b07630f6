import { MAX_NAME } from './workbench-link.ts';

interface Props {
  readonly value: string;
  onChange(name: string): void;
}

/** What the reader calls his own design; it is in the link and over the verdicts. */
export function NameField({ value, onChange }: Props) {
  return (
    <label className="field">
      <span>Name of your design, for the link</span>
      <input type="text" maxLength={MAX_NAME} value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
