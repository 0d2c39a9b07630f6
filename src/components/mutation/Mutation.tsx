import data from '@generated/lbr-spec/default/mutation.json';
import type { MutationData } from '@site/src/site-data/mutation.ts';
import { RuleRef } from '../text/RuleRef.tsx';
import { ChangeTable } from './ChangeTable.tsx';
import { MutationScore } from './MutationScore.tsx';

const { run, excluded } = data as unknown as MutationData;

/** The score of the last run, or that there was none. */
export function Score() {
  if (run !== undefined) return <MutationScore run={run} />;
  return (
    <p>
      <b>This has not been run.</b> <code>npm run mutate</code> does, and writes <code>mutate/results.json</code>.
    </p>
  );
}

/** Changes that do something, and that no verdict notices. */
export function Survivors() {
  if (run === undefined) return <p>Not known: this has not been run.</p>;
  if (run.survivors.length === 0) return <p>None.</p>;
  return <ChangeTable label="Changes that no verdict notices" entries={run.survivors} explained />;
}

/** Changes that do nothing. */
export function WithoutEffect() {
  if (run === undefined) return <p>Not known: this has not been run.</p>;
  if (run.same.length === 0) return <p>None.</p>;
  return <ChangeTable label="Changes without an effect" entries={run.same} />;
}

/** Which rules were the first to notice. */
export function FirstToNotice() {
  if (run === undefined) return <p>Not known: this has not been run.</p>;
  return (
    <ul>
      {run.byRule.map(({ rule, count }) => (
        <li key={rule}>
          <RuleRef id={rule} />: {count}
        </li>
      ))}
    </ul>
  );
}

/** What of the model is left as it is, and why. */
export function Excluded() {
  return (
    <ul>
      {excluded.map(({ what, reason }) => (
        <li key={what}>
          <code>{what}</code>: {reason}.
        </li>
      ))}
    </ul>
  );
}
