import type { RuleChange } from '@spec/registry/change-log.ts';
import { Change } from './Change.tsx';

/** Every change of every rule, by day, the newest first. */
export function ChangeLog({ changes }: { readonly changes: readonly RuleChange[] }) {
  const days = [...new Set(changes.map(({ date }) => date))];
  if (days.length === 0) return <p>No rule is registered yet.</p>;
  return days.map((day) => (
    <section key={day}>
      <h2 id={day}>
        <time dateTime={day}>{day}</time>
      </h2>
      <ul className="change-log">
        {changes
          .filter(({ date }) => date === day)
          .map((change) => (
            <li key={`${change.id}-${change.kind}-${change.revision}`}>
              <Change change={change} />
            </li>
          ))}
      </ul>
    </section>
  ));
}
