import { deepMissing } from '@spec/deep/join.ts';
import type { DeepResults } from '@spec/deep/result.ts';
import { StaleModel } from '../site/StaleModel.tsx';

/** Which model a result belongs to; says so where that is not the model of this site. */
export function DeepStamp({ results }: { readonly results: DeepResults }) {
  const { date, commit, modelHash } = results;
  const missing = deepMissing(results);
  return (
    <>
      <StaleModel hash={modelHash} command="npm run deep" />
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
