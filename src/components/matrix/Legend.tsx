import type { Verdict } from '@spec/kit/rule.ts';
import { VerdictMark } from '../rule/VerdictMark.tsx';

const meanings: readonly (readonly [Verdict, string])[] = [
  ['holds', 'no reachable state or walk within the stated bound breaks the rule'],
  ['violated', 'a run of the model breaks it; the cell leads to the shortest one'],
  ['not-applicable', 'the design lacks what the rule is about; the reason is given'],
  ['not-established', 'the bound was reached without an answer'],
];

/** What the signs mean. */
export function Legend() {
  return (
    <dl className="legend">
      {meanings.map(([verdict, meaning]) => (
        <div key={verdict}>
          <dt>
            <VerdictMark verdict={verdict} />
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
