import type { RuleChange } from '@spec/registry/change-log.ts';
import { Link } from '../site/links.tsx';

const COLUMNS = ['new', 'revised', 'reworded', 'retired'] as const;

/** The states of the contract by day, the newest first: how many rules were in force, and what the day changed. */
export function VersionTable({ changes }: { readonly changes: readonly RuleChange[] }) {
  const days = [...new Set(changes.map(({ date }) => date))];
  const upTo = (day: string, kind: RuleChange['kind']): number =>
    changes.filter((change) => change.kind === kind && change.date <= day).length;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Versions">
      <table>
        <thead>
          <tr>
            <th scope="col">day</th>
            <th scope="col">rules in force</th>
            {COLUMNS.map((kind) => (
              <th key={kind} scope="col">
                {kind}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day}>
              <th scope="row">
                <Link to={`/changes/#${day}`}>{day}</Link>
              </th>
              <td>{upTo(day, 'new') - upTo(day, 'retired')}</td>
              {COLUMNS.map((kind) => (
                <td key={kind}>{changes.filter((change) => change.kind === kind && change.date === day).length}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
