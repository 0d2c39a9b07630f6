import type { ProgressAnswer } from '@site/src/worker/messages.ts';

const number = (value: number): string => value.toLocaleString('en-US');

/** How far the search is. */
export function ProgressLine({ progress }: { readonly progress: ProgressAnswer }) {
  const { what, states, statesPerSecond, frontier, depth, runs } = progress;
  return (
    <p className="progress">
      {what}:{' '}
      {states > 0 && (
        <>
          <b>{number(states)}</b> states, {number(statesPerSecond)} per second, {number(frontier)} queued, depth {depth}
        </>
      )}
      {runs > 0 && (
        <>
          <b>{number(runs)}</b> runs
        </>
      )}
    </p>
  );
}
