import { usePluginData } from '@docusaurus/useGlobalData';
import type { GlobalData } from './global-data.ts';

interface Props {
  /** Hash of the model that the results are of. */
  readonly hash: string;
  /** What makes them anew. */
  readonly command: string;
}

/** Says so where results are of another model than that of this site. */
export function StaleModel({ hash, command }: Props) {
  const { run } = usePluginData('lbr-spec') as GlobalData;
  if (hash === run.modelHash) return null;
  return (
    <p>
      <b>
        Stale: these runs are of model {hash.slice(0, 12)}, this site is of model {run.modelHash.slice(0, 12)}.
      </b>{' '}
      <code>{command}</code> repeats them.
    </p>
  );
}
