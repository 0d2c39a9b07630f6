import { usePluginData } from '@docusaurus/useGlobalData';
import { deepMissing } from '@spec/deep/join.ts';
import type { DeepResults } from '@spec/deep/result.ts';
import type { GlobalData } from '../site/global-data.ts';

/** Which model a result belongs to; says so where that is not the model of this site. */
export function DeepStamp({ results }: { readonly results: DeepResults }) {
  const { run } = usePluginData('lbr-spec') as GlobalData;
  const { date, commit, modelHash } = results;
  const missing = deepMissing(results);
  return (
    <>
      {modelHash !== run.modelHash && (
        <p>
          <b>
            Stale: these runs are of model {modelHash.slice(0, 12)}, this site is of model {run.modelHash.slice(0, 12)}.
          </b>{' '}
          <code>npm run deep</code> repeats them.
        </p>
      )}
      {missing.length > 0 && (
        <p>
          <b>Incomplete. Not run: {missing.join(', ')}.</b>
        </p>
      )}
      <p>
        Date: {date}. Commit <code>{commit.slice(0, 12)}</code>, model <code>{modelHash.slice(0, 12)}</code>.
      </p>
    </>
  );
}
