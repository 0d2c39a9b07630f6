import { usePluginData } from '@docusaurus/useGlobalData';
import type { GlobalData } from '../site/global-data.ts';

interface Props {
  readonly date: string;
  /** `comparedHash()` of the run. */
  readonly hash: string;
  readonly what: string;
}

/** When something was run, on what, and whether that is what the repository holds now. */
export function Stamp({ date, hash, what }: Props) {
  const { groundTruthHash } = usePluginData('lbr-spec') as GlobalData;
  const stale = hash !== groundTruthHash;
  return (
    <p className={stale ? 'note' : 'hint'}>
      {what} is of {date}; model and harness <code>{hash.slice(0, 12)}</code>.{' '}
      {stale ? (
        <>
          <strong>Stale</strong>: model and harness are <code>{groundTruthHash.slice(0, 12)}</code> now.
        </>
      ) : (
        'Neither has changed since.'
      )}
    </p>
  );
}
