import type { Answer } from '@site/src/worker/messages.ts';
import { Link } from '../site/links.tsx';

interface Props {
  readonly results: Extract<Answer, { kind: 'accessed' }>['results'];
}

/** Outcome, rule and reason by design. */
export function AccessResults({ results }: Props) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="The access on each design">
      <table className="access">
        <thead>
          <tr>
            <th scope="col">design</th>
            <th scope="col">outcome</th>
            <th scope="col">rule</th>
            <th scope="col">why</th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ design, line, problem }) => (
            <tr key={design}>
              <th scope="row">
                <Link to={`/designs/${design}/`}>{design}</Link>
              </th>
              <td>{line === undefined ? 'not possible' : [line.result, line.value].filter(Boolean).join(' ')}</td>
              <td>
                {line?.rule !== undefined && (
                  <Link to={`/r/${line.rule}/`} className="rule-ref">
                    {line.rule}
                  </Link>
                )}
              </td>
              <td>{line?.why ?? problem}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
