import type { VerdictData } from '@site/plugins/data/types.ts';
import { VerdictMark } from './VerdictMark.tsx';
import { Distribution } from './Distribution.tsx';

/** How each verdict was established. */
export function Evidence({ verdicts }: { readonly verdicts: readonly VerdictData[] }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Evidence">
      <table className="evidence">
        <thead>
          <tr>
            <th scope="col">design</th>
            <th scope="col">verdict</th>
            <th scope="col">established by</th>
            <th scope="col" className="number">
              states
            </th>
            <th scope="col" className="number">
              runs
            </th>
            <th scope="col" className="number">
              met
            </th>
            <th scope="col" className="number">
              seed
            </th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map(({ design, verdict, how, reason }) => (
            <tr key={design}>
              <th scope="row">{design}</th>
              <td>
                <VerdictMark verdict={verdict} />
              </td>
              <td>
                {how?.summary} {reason}
                {how?.distribution !== undefined && <Distribution classes={how.distribution} />}
              </td>
              <td className="number">{how === undefined ? '' : count(how.states)}</td>
              <td className="number">{how === undefined ? '' : count(how.runs)}</td>
              <td className="number">{how === undefined ? '' : count(how.witnesses)}</td>
              <td className="number">{how === undefined || how.runs === 0 ? '' : how.seed}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">
        “Met” counts how often the precondition of the property was seen: a verdict that never met it would be vacuous,
        and fails the run.
      </p>
    </div>
  );
}

export const count = (value: number): string => (value === 0 ? '–' : value.toLocaleString('en-US'));
