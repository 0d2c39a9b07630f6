import type { FaultResults } from '@spec/lab/faults.ts';
import { Stamped } from './Stamped.tsx';

/** How many planted faults were found, and what has changed since. */
export function FaultStamp({ results }: { readonly results: FaultResults }) {
  const { agent, cpu, judge, faults } = results;
  const found = faults.filter(({ outcome }) => outcome === 'found').length;
  return (
    <Stamped stamps={{ agent, cpu, judge }}>
      {found} of {faults.length} faults are found.
    </Stamped>
  );
}
