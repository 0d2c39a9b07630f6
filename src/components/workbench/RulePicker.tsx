import type { MatrixData } from '@site/src/site-data/matrix.ts';
import { Fold } from './Fold.tsx';

interface Props {
  readonly data: MatrixData;
  readonly value: readonly string[];
  onChange(rules: readonly string[]): void;
}

/** Rules by chapter; none chosen means all. */
export function RulePicker({ data: { chapters, rows }, value, onChange }: Props) {
  const toggle = (ids: readonly string[], on: boolean): void => {
    const others = value.filter((id) => !ids.includes(id));
    onChange(on ? [...others, ...ids] : others);
  };
  const box = (ids: readonly string[]) => (
    <input
      type="checkbox"
      checked={ids.every((id) => value.includes(id))}
      onChange={(event) => toggle(ids, event.target.checked)}
    />
  );
  return (
    <Fold title="Rules" state={value.length === 0 ? 'all' : value.length === 1 ? (value[0] ?? '') : `${value.length}`}>
      {() => (
        <div className="rule-picker" tabIndex={0} role="group" aria-label="Rules to explore">
          {chapters
            .filter(({ rules }) => rules.length > 0)
            .map(({ name, title, rules }) => (
              <fieldset key={name}>
                <legend>
                  <label>
                    {box(rules)} {title}
                  </label>
                </legend>
                {rules.map((id) => (
                  <label key={id}>
                    {box([id])} <code>{id}</code> {rows[id]?.title}
                  </label>
                ))}
              </fieldset>
            ))}
        </div>
      )}
    </Fold>
  );
}
