import { usePluginData } from '@docusaurus/useGlobalData';
import type { FaultResults } from '@spec/lab/faults.ts';
import { staleStamps } from '@spec/lab/results.ts';
import type { GlobalData } from '../site/global-data.ts';

/** How many planted faults were found, and what has changed since. */
export function FaultStamp({ results }: { readonly results: FaultResults }) {
  const { run, lab } = usePluginData('lbr-spec') as GlobalData;
  const { agent, cpu, judge, faults } = results;
  const found = faults.filter(({ outcome }) => outcome === 'found').length;
  const changed = staleStamps({ agent, cpu, judge }, { model: run.modelHash, ...lab });
  return (
    <p className={changed.length > 0 ? 'note' : 'hint'}>
      {found} of {faults.length} faults are found.
      {changed.length > 0 && (
        <>
          {' '}
          <strong>Stale</strong>: changed since then: {changed.join(', ')}.
        </>
      )}
    </p>
  );
}
