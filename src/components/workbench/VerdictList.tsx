import type { Verdict } from '@spec/kit/rule.ts';
import type { VerdictAnswer } from '@site/src/worker/messages.ts';
import { VerdictMark } from '../rule/VerdictMark.tsx';
import { Link } from '../site/links.tsx';
import type { WorkbenchData } from './workbench-data.ts';

interface Props {
  readonly data: Pick<WorkbenchData, 'rows' | 'withheld'>;
  /** The design whose stored verdicts these are compared with; undefined where switches are flipped. */
  readonly stored: string;
  readonly flipped: boolean;
  /** Only one instance was searched: another verdict than the stored one is not a contradiction. */
  readonly partial: boolean;
  readonly verdicts: readonly VerdictAnswer[];
  readonly open: string | undefined;
  onOpen(verdict: VerdictAnswer): void;
}

const ORDER: readonly Verdict[] = ['violated', 'not-established', 'holds', 'not-applicable'];

/** Verdicts as they are established: first those that differ from the stored ones, then what is violated. */
export function VerdictList({ data, stored, flipped, partial, verdicts, open, onOpen }: Props) {
  const before = (rule: string): string | undefined => data.rows[rule]?.cells[stored]?.verdict;
  // What a reader looks for first: what changed, then what breaks.
  const rank = (one: VerdictAnswer): number =>
    (before(one.rule) === one.verdict || before(one.rule) === undefined ? 10 : 0) + ORDER.indexOf(one.verdict);
  const applicable = verdicts.filter(({ verdict }) => verdict !== 'not-applicable');
  const others = verdicts.filter(({ verdict }) => verdict === 'not-applicable');
  return (
    <>
      <ul className="rule-list" aria-label="Verdicts">
        {[...applicable]
          .sort((a, b) => rank(a) - rank(b))
          .map((verdict) => (
            <li key={verdict.rule} data-verdict={verdict.verdict}>
              <VerdictMark verdict={verdict.verdict} />{' '}
              <Link to={`/r/${verdict.rule}/`} className="rule-ref" target="_blank" rel="noopener">
                {verdict.rule}
              </Link>{' '}
              {data.rows[verdict.rule]?.title} <span className="hint">{verdict.summary}</span>
              {before(verdict.rule) !== undefined && before(verdict.rule) !== verdict.verdict && (
                <span className={partial || flipped ? 'before' : 'before differs-from'}>
                  {flipped ? `before, on ${stored}` : 'stored verdict'}
                  {partial && ', over all instances'}: <b>{before(verdict.rule)}</b>
                </span>
              )}
              {verdict.counterexample !== undefined && data.withheld.includes(verdict.rule) && (
                <span className="hint">The run is left out of this site for now.</span>
              )}
              {verdict.counterexample !== undefined && !data.withheld.includes(verdict.rule) && (
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
      {others.length > 0 && (
        <details className="part">
          <summary>Not applicable ({others.length})</summary>
          <ul className="rule-list part-body">
            {others.map(({ rule, summary }) => (
              <li key={rule}>
                <code>{rule}</code> <span className="hint">{summary}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
