import type { MatrixData } from '@site/plugins/data/matrix.ts';

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
  return (
    <details className="part">
      <summary>
        Rules <span className="hint">{value.length === 0 ? 'all' : value.length}</span>
      </summary>
      <div className="part-body rule-picker">
        {chapters
          .filter(({ rules }) => rules.length > 0)
          .map(({ name, title, rules }) => (
            <fieldset key={name}>
              <legend>
                <label>
                  <input
                    type="checkbox"
                    checked={rules.every((id) => value.includes(id))}
                    onChange={(event) => toggle(rules, event.target.checked)}
                  />{' '}
                  {title}
                </label>
              </legend>
              {rules.map((id) => (
                <label key={id}>
                  <input
                    type="checkbox"
                    checked={value.includes(id)}
                    onChange={(event) => toggle([id], event.target.checked)}
                  />{' '}
                  <code>{id}</code> {rows[id]?.title}
                </label>
              ))}
            </fieldset>
          ))}
      </div>
    </details>
  );
}
