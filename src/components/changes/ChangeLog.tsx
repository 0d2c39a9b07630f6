import type { RuleChange } from '@spec/registry/change-log.ts';
import { useAnchor } from '../site/links.tsx';
import { PageContents } from '../site/PageContents.tsx';
import { Change } from './Change.tsx';

/** Every change of every rule, by day, the newest first. */
export function ChangeLog({ changes }: { readonly changes: readonly RuleChange[] }) {
  const days = [...new Set(changes.map(({ date }) => date))];
  if (days.length === 0) return <p>No rule is registered yet.</p>;
  const of = (day: string): readonly RuleChange[] => changes.filter(({ date }) => date === day);
  const count = (day: string): string => (of(day).length === 1 ? '1 change' : `${of(day).length} changes`);
  const parts = days.map((day) => (
    <section key={day}>
      <Day day={day} />
      <ul className="change-log">
        {of(day).map((change) => (
          <li key={`${change.id}-${change.kind}-${change.revision}`}>
            <Change change={change} />
          </li>
        ))}
      </ul>
    </section>
  ));
  return (
    <>
      <PageContents toc={days.map((day) => ({ value: `${day}: ${count(day)}`, id: day, level: 2 }))} least={2} />
      {parts}
    </>
  );
}

function Day({ day }: { readonly day: string }) {
  return (
    <h2 id={useAnchor(day)}>
      <time dateTime={day}>{day}</time>
    </h2>
  );
}
