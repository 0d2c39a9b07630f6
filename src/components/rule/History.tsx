import type { RuleData } from '@site/src/site-data/types.ts';
import { RichText } from '../text/RichText.tsx';

/** Revisions, newest first, with the sentence that each replaced. */
export function History({ rule }: { readonly rule: Pick<RuleData, 'history' | 'revision'> }) {
  const { history = [] } = rule;
  if (history.length === 0) return null;
  return (
    <>
      <h3>History</h3>
      <ol className="history" reversed>
        {[...history].reverse().map(({ revision, date, reason, before }) => (
          <li key={revision} value={revision}>
            <time dateTime={date}>{date}</time> <RichText text={reason} />
            {before !== undefined && (
              <>
                {' '}
                Before:{' '}
                <del>
                  <RichText text={before} />
                </del>
              </>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
