import type { RuleChange } from '@spec/registry/change-log.ts';
import { useAnchor } from '../site/links.tsx';
import { Change } from './Change.tsx';

/** Every change of every rule, by day, the newest first. */
export function ChangeLog({ changes }: { readonly changes: readonly RuleChange[] }) {
  const days = [...new Set(changes.map(({ date }) => date))];
  if (days.length === 0) return <p>No rule is registered yet.</p>;
  return days.map((day) => (
    <section key={day}>
      <Day day={day} />
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

function Day({ day }: { readonly day: string }) {
  return (
    <h2 id={useAnchor(day)}>
      <time dateTime={day}>{day}</time>
    </h2>
  );
}
