import type { Change, Departure } from './run-view.ts';

/** Where a run leaves the contract, as one or two sentences. */
export function departureText({ step, design, here, there, results, blocked }: Departure): string {
  const head = `Step ${step + 1} decides.`;
  if (blocked) return `${head} Under ${design} it does not happen.`;
  if (results !== undefined) return `${head} Here: ${results.here}. Under ${design}: ${results.there}.`;
  const ours = here.length === 0 ? 'nothing else changes' : changesText(here);
  const theirs = there.length === 0 ? 'none of this' : changesText(there);
  return `${head} Here: ${ours}. Under ${design}: ${theirs}.`;
}

const changesText = (changes: readonly Change[]): string =>
  changes.map(({ what, from, to }) => `${what} ${from} -> ${to}`).join(', ');
