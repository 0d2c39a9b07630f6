import type { MatrixData } from '@site/src/site-data/matrix.ts';
import { RichText } from '../text/RichText.tsx';

/** Switches by designs: where a row changes from one column to the next, behaviour did. */
export function SwitchMatrix({ data: { designs, switches } }: { readonly data: MatrixData }) {
  return (
    <div className="matrix-scroll" tabIndex={0} role="group" aria-label="Switches of each design">
      <table className="switch-matrix">
        <thead>
          <tr>
            <th scope="col">Switch</th>
            {designs.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {switches.map(({ world, name, question }) => (
            <tr key={`${world}.${name}`}>
              <th scope="row">
                <code>{name}</code>{' '}
                <span className="hint">
                  <RichText text={question} />
                </span>
              </th>
              {designs.map((design, index) => {
                const value = design.settings[world][name] ?? '–';
                const before = designs[index - 1]?.settings[world][name] ?? value;
                return (
                  <td key={design.name} className={value === before ? undefined : 'differs'}>
                    {value}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
