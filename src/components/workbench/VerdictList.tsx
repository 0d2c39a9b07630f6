import type { MatrixData } from '@site/src/site-data/matrix.ts';
import type { VerdictAnswer } from '@site/src/worker/messages.ts';
import { VerdictMark } from '../rule/VerdictMark.tsx';
import { Link } from '../site/links.tsx';

interface Props {
  readonly data: MatrixData;
  /** The design whose stored verdicts these are compared with; undefined where switches are flipped. */
  readonly stored: string;
  readonly flipped: boolean;
  /** Only one instance was searched: another verdict than the stored one is no contradiction. */
  readonly partial: boolean;
  readonly verdicts: readonly VerdictAnswer[];
  readonly open: string | undefined;
  onOpen(verdict: VerdictAnswer): void;
}

/** Verdicts as they are established, those that differ from the design as it is stored first. */
export function VerdictList({ data, stored, flipped, partial, verdicts, open, onOpen }: Props) {
  const before = (rule: string): string | undefined => data.rows[rule]?.cells[stored]?.verdict;
  const rank = (one: VerdictAnswer): number => (before(one.rule) === one.verdict ? 1 : 0);
  return (
    <ul className="rule-list" aria-label="Verdicts">
      {[...verdicts]
        .sort((a, b) => rank(a) - rank(b))
        .map((verdict) => (
          <li key={verdict.rule} data-verdict={verdict.verdict}>
            <VerdictMark verdict={verdict.verdict} />{' '}
            <Link to={`/r/${verdict.rule}/`} className="rule-ref" target="_blank" rel="noopener">
              {verdict.rule}
            </Link>{' '}
            {data.rows[verdict.rule]?.title} <span className="hint">{verdict.summary}</span>
            {before(verdict.rule) !== undefined && before(verdict.rule) !== verdict.verdict && (
              <b className={partial ? undefined : 'differs-from'}>
                {' '}
                {flipped ? `${stored} as it is` : 'stored verdict'}
                {partial && ', over all instances'}: {before(verdict.rule)}
              </b>
            )}
            {verdict.counterexample !== undefined && (
              <button
                type="button"
                className="quiet"
                aria-pressed={open === verdict.rule}
                onClick={() => onOpen(verdict)}
              >
                Show the {verdict.counterexample.steps.length} steps
              </button>
            )}
          </li>
        ))}
    </ul>
  );
}
