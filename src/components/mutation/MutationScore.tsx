import type { MutationRun } from '@site/src/site-data/mutation.ts';
import { StaleModel } from '../site/StaleModel.tsx';

/** How many changes were tried and noticed, of which model, and whether that is the model of this site. */
export function MutationScore({ run }: { readonly run: MutationRun }) {
  const { date, commit, hash, seed, changes, tried, withEffect, noticed } = run;
  return (
    <>
      <StaleModel hash={hash} command="npm run mutate" />
      <p>
        <b>
          Verdicts notice {noticed} of {withEffect} changes that have an effect
        </b>
        , {percent(noticed, withEffect)}. {changes.toLocaleString('en-US')} single changes of the model are possible;
        seed {seed} drew the {tried} that were tried, and {tried - withEffect} of these have no effect.
      </p>
      <p>
        Date: {date}. Commit <code>{commit.slice(0, 12)}</code>, model <code>{hash.slice(0, 12)}</code>.
      </p>
    </>
  );
}

/** Rounded down: 100 % is all of them. */
const percent = (part: number, whole: number): string => `${Math.floor((1000 * part) / whole) / 10} %`;
