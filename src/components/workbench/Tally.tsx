import type { VerdictAnswer } from '@site/src/worker/messages.ts';
import { VerdictMark } from '../rule/VerdictMark.tsx';

/** How many verdicts of each kind there are so far. */
export function Tally({ verdicts }: { readonly verdicts: readonly VerdictAnswer[] }) {
  const kinds = (['violated', 'not-established', 'holds', 'not-applicable'] as const)
    .map((verdict) => ({ verdict, count: verdicts.filter((one) => one.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
  if (verdicts.length < 2) return null;
  return (
    <ul className="inline-list tally" aria-label="Number of verdicts">
      {kinds.map(({ verdict, count }) => (
        <li key={verdict}>
          <b>{count}</b> <VerdictMark verdict={verdict} />
        </li>
      ))}
    </ul>
  );
}
