import type { MutantData } from '@site/plugins/data/types.ts';
import { Link } from '../site/links.tsx';

interface Props {
  readonly mutants: readonly MutantData[];
  readonly rules: readonly string[];
}

/** Rules by mutants: a filled cell is a kill. */
export function KillTable({ mutants, rules }: Props) {
  return (
    <div className="matrix-scroll" tabIndex={0} role="group" aria-label="Kill table">
      <table className="kill-table">
        <thead>
          <tr>
            <th scope="col">Rule</th>
            {mutants.map(({ name, base }, index) => (
              <th scope="col" key={`${base}/${name}`} title={name}>
                <a href={`#${name}`} aria-label={name}>
                  {index + 1}
                </a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map((id) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/r/${id}/`}>{id}</Link>
              </th>
              {mutants.map(({ name, base, killedBy }) => (
                <td key={`${base}/${name}`} className={killedBy.includes(id) ? 'kill' : undefined}>
                  {killedBy.includes(id) ? '●' : ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
