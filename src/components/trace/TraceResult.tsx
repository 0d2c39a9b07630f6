import Link from '@docusaurus/Link';
import { useState } from 'react';
import { hasOccasion, type RuleFinding, type TraceReport } from '@site/src/spec/trace/findings.ts';
import { Excerpt } from './Excerpt.tsx';
import { RuleTable } from './RuleTable.tsx';
import { TraceSummary } from './TraceSummary.tsx';
import { TraceTimeline } from './TraceTimeline.tsx';
import { ViolationList } from './ViolationList.tsx';

const SAID = {
  kept: 'No rule is violated, and every rule that a trace can show is kept.',
  violated: 'violated',
  unknown: 'No rule is violated; some stay unknown from this trace.',
  'not-applicable': 'No rule applies to this host.',
} as const;

/** The result of one trace: rules, violations as a list and on a timeline, and the lines around the chosen one. */
export function TraceResult({ report }: { readonly report: TraceReport }) {
  const { violations } = report;
  const [chosen, setChosen] = useState(() => indexOfFragment(report));
  const choose = (index: number): void => {
    setChosen(index);
    const { rule, line } = violations[index];
    history.replaceState(null, '', `#L${line}-${rule}`);
  };
  const count = violations.length + report.unlisted;
  const shown = report.rules.filter(hasOccasion);
  const silent = report.rules.filter((rule) => !hasOccasion(rule));
  return (
    <section aria-label={`Result for ${report.input}`}>
      <h2 id="result">{report.input}</h2>
      <p>{count === 0 ? SAID[report.verdict] : `${count} violations, proved by the lines below.`}</p>
      {violations.length > 0 && (
        <>
          <TraceTimeline violations={violations} chosen={chosen} onChoose={choose} />
          <Excerpt violation={violations[chosen]} />
          <ViolationList violations={violations} chosen={chosen} onChoose={choose} />
        </>
      )}
      <h3>By rule</h3>
      <RuleTable rules={shown.toSorted(byVerdict)} />
      {silent.length > 0 && (
        <details>
          <summary>
            {report.verdict === 'not-applicable'
              ? `${silent.length} rules do not apply: ${silent[0].reasons[0]?.reason ?? ''}`
              : `${silent.length} rules stay unknown: the trace has no event that shows them`}
          </summary>
          {report.verdict !== 'not-applicable' && (
            <p>
              <Link to="/record-a-trace/#rule-by-rule">Record a trace</Link> says which events each of them needs.
            </p>
          )}
          <RuleTable rules={silent} />
        </details>
      )}
      <TraceSummary report={report} />
    </section>
  );
}

const ORDER = ['violated', 'kept', 'unknown'];

function byVerdict(a: RuleFinding, b: RuleFinding): number {
  return ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict);
}

/** `#L316-LBR-DBG-24` opens at that violation. */
function indexOfFragment({ violations }: TraceReport): number {
  const match = /^#L(\d+)(?:-(LBR-[A-Z]+-\d+))?$/.exec(location.hash);
  if (match === null) return 0;
  const index = violations.findIndex(
    ({ line, rule }) => line === Number(match[1]) && (match[2] === undefined || rule === match[2]),
  );
  return Math.max(0, index);
}
