import { usePluginData } from '@docusaurus/useGlobalData';
import type { ReactNode } from 'react';
import { staleStamps } from '@spec/lab/results.ts';
import type { GlobalData } from '../site/global-data.ts';

type Stamps = Parameters<typeof staleStamps>[0];

/** A paragraph on results of the lab, which says what has changed since they were made. */
export function Stamped({ stamps, children }: { readonly stamps: Stamps; readonly children: ReactNode }) {
  const { run, lab } = usePluginData('lbr-spec') as GlobalData;
  const changed = staleStamps(stamps, { model: run.modelHash, ...lab });
  return (
    <p className={changed.length > 0 ? 'note' : 'hint'}>
      {children}
      {changed.length > 0 && (
        <>
          {' '}
          <strong>Stale</strong>: changed since then: {changed.join(', ')}.
        </>
      )}
    </p>
  );
}
