import type { MatrixData } from '@site/src/site-data/matrix.ts';
import type { Verdict } from '@spec/kit/rule.ts';
import { RichText } from '../text/RichText.tsx';
import { RuleList } from './RuleList.tsx';

interface Props {
  readonly title: string;
  readonly verdict: Verdict;
  readonly design: string;
  readonly data: Pick<MatrixData, 'rows'>;
  /** Why a rule has its verdict on this design, by ID, where the verdict alone does not say it. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** The rules on which a design got this verdict, those with the same reason together. */
export function RulesWithVerdict({ title, verdict, design, data, reasons }: Props) {
  const found = Object.keys(data.rows).filter((id) => data.rows[id]?.cells[design]?.verdict === verdict);
  if (found.length === 0) return null;
  const groups = [...new Set(found.map((id) => reasons[id]))];
  return (
    <>
      <h2>
        {title} ({found.length})
      </h2>
      {groups.map((reason) => (
        <div key={reason ?? ''}>
          {reason !== undefined && (
            <p>
              <RichText text={`${reason.charAt(0).toUpperCase()}${reason.slice(1)}:`} />
            </p>
          )}
          <RuleList ids={found.filter((id) => reasons[id] === reason)} design={design} rows={data.rows} />
        </div>
      ))}
    </>
  );
}
