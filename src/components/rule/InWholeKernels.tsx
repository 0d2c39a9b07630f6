import type { RuleLab, RuleLabRun } from '@site/src/site-data/rule-lab.ts';
import { LAB_OUTCOME_WORDS } from '../lab/outcome-words.ts';
import { FileLink } from '../changes/FileLink.tsx';
import { Link } from '../site/links.tsx';

/** What each kernel of the lab did with the steps of a counterexample. */
export function InWholeKernels({ lab }: { readonly lab: RuleLab | undefined }) {
  if (lab === undefined || lab.runs.length === 0) return null;
  const { date, stale, runs } = lab;
  return (
    <>
      <h2>In whole kernels</h2>
      <p className={stale.length > 0 ? 'note' : 'hint'}>
        Runs of {date} on an emulated CPU; none on hardware. <Link to="/lab/">Lab</Link> says what they are worth.
        {stale.length > 0 && (
          <>
            {' '}
            <strong>Stale</strong>: changed since then: {stale.join(', ')}.
          </>
        )}
      </p>
      {runs.map((run) => (
        <Run key={`${run.kernel} ${run.cpu}`} run={run} />
      ))}
    </>
  );
}

/** One kernel: the outcome, and where it was seen, what shows it. */
function Run({ run }: { readonly run: RuleLabRun }) {
  const { kernel, cpu, cpus, outcome, control, from, what, why, notes = [], finding, excerpt, trace } = run;
  return (
    <div className="in-the-code">
      <p>
        <strong>{LAB_OUTCOME_WORDS[outcome]}</strong> in Linux {kernel}
        {cpu !== '' && ` on ${cpu}, ${cpus} CPU${cpus === 1 ? '' : 's'}`}
        {control === true && ' (control: the model says that this kernel keeps the rule)'}
        {from !== undefined && `, with the steps of ${from}`}: {what}
      </p>
      {why !== undefined && <p className="hint">{why}</p>}
      {notes.map((note) => (
        <p className="hint" key={note}>
          {note}
        </p>
      ))}
      {finding !== undefined && excerpt !== undefined && (
        <details>
          <summary>The log around it</summary>
          <pre className="scroll" tabIndex={0} aria-label={`The log of Linux ${kernel}`}>
            <code>{logText(finding, excerpt)}</code>
          </pre>
        </details>
      )}
      {trace !== undefined && (
        <p>
          <FileLink file={trace}>The kernel’s ftrace of these steps</FileLink>, recorded inside, for{' '}
          <Link to="/trace/">check-trace</Link>.
        </p>
      )}
    </div>
  );
}

function logText(finding: NonNullable<RuleLabRun['finding']>, excerpt: readonly string[]): string {
  const parts: readonly (readonly [string, string])[] = [
    ['during', finding.stepText],
    ['recorded by', finding.recordedBy],
    ['survived through', finding.survivedThrough.join('; ')],
    ['read by', finding.readBy],
  ];
  return [
    ...parts.filter(([, text]) => text !== '').map(([name, text]) => `${name}: ${text}`),
    '',
    ...excerpt,
    '',
    `npx lbr-contract lab run --ticket ${finding.ticket}`,
  ].join('\n');
}
