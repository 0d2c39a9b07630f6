import { Fragment, useState } from 'react';
import type { DesignData, SwitchData } from '@site/src/site-data/types.ts';
import { Fold } from './Fold.tsx';
import { groupSwitches } from './switch-groups.ts';
import { SwitchField } from './SwitchField.tsx';

interface Props {
  readonly design: DesignData;
  readonly switches: readonly SwitchData[];
  readonly flipped: Readonly<Record<string, string>>;
  onChange(flipped: Readonly<Record<string, string>>): void;
}

/** The switches of a design, those that are flipped first; a word narrows them down. */
export function SwitchEditor({ design, switches, flipped, onChange }: Props) {
  const [wanted, setWanted] = useState('');
  const set = (name: string, value: string, own: string): void => {
    const { [name]: _, ...others } = flipped;
    onChange(value === own ? others : { ...others, [name]: value });
  };
  const words = wanted.toLowerCase().trim();
  const shown = switches
    .filter(({ name, question, values }) =>
      [name, question, ...Object.keys(values)].some((text) => text.toLowerCase().includes(words)),
    )
    .sort((a, b) => Number(b.name in flipped) - Number(a.name in flipped));
  const count = Object.keys(flipped).length;
  return (
    <>
      <Fold title="Switches" state={count === 0 ? 'none flipped' : `${count} flipped`}>
        {() => (
          <>
            <label className="field">
              <span>Find a switch</span>
              <input type="search" value={wanted} onChange={(event) => setWanted(event.target.value)} />
            </label>
            <div className="switch-editor" tabIndex={0} role="group" aria-label={`Switches of ${design.name}`}>
              {groupSwitches(shown).map(([owner, group]) => (
                <Fragment key={owner}>
                  <h3>
                    {owner} <span className="count">{group.length}</span>
                  </h3>
                  {group.map((one) => {
                    const own = design.settings[one.world][one.name];
                    return own === undefined ? null : (
                      <SwitchField
                        key={`${one.world}.${one.name}`}
                        one={one}
                        own={own}
                        base={design.name}
                        value={flipped[one.name] ?? own}
                        onChange={(value) => set(one.name, value, own)}
                      />
                    );
                  })}
                </Fragment>
              ))}
              {shown.length === 0 && <p className="hint">No switch has this word in its name, question or values.</p>}
            </div>
          </>
        )}
      </Fold>
      {count > 0 && (
        <p className="flipped-list">
          {Object.entries(flipped).map(([name, value]) => (
            <code key={name}>
              {name}={value}
            </code>
          ))}{' '}
          <button type="button" className="quiet" onClick={() => onChange({})}>
            Reset all switches
          </button>
        </p>
      )}
    </>
  );
}
