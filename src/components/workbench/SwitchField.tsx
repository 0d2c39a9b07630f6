import type { SwitchData } from '@site/src/site-data/types.ts';
import { Sources } from '../rule/Sources.tsx';
import { RichText } from '../text/RichText.tsx';

interface Props {
  readonly one: SwitchData;
  /** The design's own value. */
  readonly own: string;
  readonly base: string;
  readonly value: string;
  onChange(value: string): void;
}

/** One switch: its question, its values and where they come from. */
export function SwitchField({ one: { name, question, values, sources }, own, base, value, onChange }: Props) {
  return (
    <fieldset className={value === own ? undefined : 'flipped'}>
      <legend>
        <code>{name}</code> <RichText text={question} />
      </legend>
      <select aria-label={name} value={value} onChange={(event) => onChange(event.target.value)}>
        {Object.keys(values).map((option) => (
          <option key={option} value={option}>
            {option}
            {option === own ? ` (${base})` : ''}
          </option>
        ))}
      </select>
      <p className="hint">
        <RichText text={values[value] ?? ''} />
      </p>
      <details>
        <summary className="hint">Sources</summary>
        <Sources sources={sources} />
      </details>
    </fieldset>
  );
}
