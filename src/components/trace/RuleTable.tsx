import type { RuleFinding } from '@site/src/spec/trace/findings.ts';
import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
import styles from './trace.module.css';

const WORD = {
  kept: 'kept',
  violated: 'violated',
  unknown: 'unknown',
  'not-applicable': 'does not apply',
} as const;
const SIGN = { kept: '✓', violated: '✗', unknown: '?', 'not-applicable': '–' } as const;

export function RuleTable({ rules }: { readonly rules: readonly RuleFinding[] }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Verdicts by rule">
      <table className={`stacks ${styles.rules}`}>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Verdict</th>
            <th scope="col">Occasions</th>
            <th scope="col">Why it is unknown</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.rule}>
              <th scope="row">
                <RuleRef id={rule.rule} />
                <br />
                {rule.title}
              </th>
              <td data-label="Verdict" data-verdict={rule.verdict}>
                <span aria-hidden="true">{SIGN[rule.verdict]}</span> {WORD[rule.verdict]}
              </td>
              <td data-label="Occasions">{occasions(rule)}</td>
              <td data-label="Why it is unknown">
                {rule.reasons.map(({ reason, count, firstLine }) => (
                  <div key={reason}>
                    {reason}
                    {count > 0 && ` (${count}, first at line ${firstLine})`}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function occasions({ kept, violated, unknown }: RuleFinding): string {
  const parts = [
    [kept, 'kept'],
    [violated, 'violated'],
    [unknown, 'unknown'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString('en')} ${word}`);
  return said.length === 0 ? 'none' : said.join(', ');
}
