import type { DesignData, SwitchData } from '@site/plugins/data/types.ts';
import { Sources } from '../rule/Sources.tsx';
import { RichText } from '../text/RichText.tsx';

interface Props {
  readonly design: DesignData;
  readonly switches: readonly SwitchData[];
  readonly flipped: Readonly<Record<string, string>>;
  onChange(flipped: Readonly<Record<string, string>>): void;
}

/** The switches of a design, each with its question, values and sources; flipped ones are marked and can be put back. */
export function SwitchEditor({ design, switches, flipped, onChange }: Props) {
  const set = (name: string, value: string, own: string): void => {
    const { [name]: _, ...others } = flipped;
    onChange(value === own ? others : { ...others, [name]: value });
  };
  return (
    <details className="part">
      <summary>
        Switches <span className="hint">{Object.keys(flipped).length} flipped</span>
      </summary>
      <div className="part-body switch-editor">
        {switches.map(({ world, name, question, values, sources }) => {
          const own = design.settings[world][name];
          if (own === undefined) return null;
          const value = flipped[name] ?? own;
          return (
            <fieldset key={`${world}.${name}`} className={value === own ? undefined : 'flipped'}>
              <legend>
                <code>{name}</code> <RichText text={question} />
              </legend>
              <select aria-label={name} value={value} onChange={(event) => set(name, event.target.value, own)}>
                {Object.keys(values).map((one) => (
                  <option key={one} value={one}>
                    {one}
                    {one === own ? ` (${design.name})` : ''}
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
        })}
      </div>
    </details>
  );
}
