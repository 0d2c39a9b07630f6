import { differenceText, type AnswerResults } from '@spec/lab/answers.ts';
import settings from '@site/lab/cpu/settings.json';
import { Stamped } from './Stamped.tsx';

/** What the manual leaves open: `npm run lab` uses the default, and `npm run lab -- answers` has run the other answer too. */
export function LabSettings({ results }: { readonly results: AnswerResults }) {
  const { agent, cpu, judge } = results;
  const open = settings.settings.filter(({ kind }) => kind === 'open');
  return (
    <details>
      <summary>{open.length} points that the manual leaves open</summary>
      <Stamped stamps={{ agent, cpu, judge }}>
        Every workload and every counterexample that can be driven, {results.runs} runs in Linux{' '}
        {results.kernel.version}, was run with each answer.
      </Stamped>
      <dl>
        {open.map(({ name, values, default: chosen, section, text }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>: {Array.isArray(values) ? values.join(' or ') : values}, by default {String(chosen)}
            </dt>
            <dd>
              {text} Manual: “{section}”. <Others name={name} results={results} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** What the other answers change. */
function Others({ name, results }: { readonly name: string; readonly results: AnswerResults }) {
  return results.answers
    .filter((answer) => answer.name === name)
    .map(({ value, differs }) => (
      <span key={value}>
        With <code>{value}</code>,{' '}
        {differs.length === 0
          ? 'nothing changes.'
          : `${differs.length === 1 ? 'one run differs' : `${differs.length} runs differ`}: ${differs.map((one) => `${one.workload} (${differenceText(one)})`).join('; ')}.`}{' '}
      </span>
    ));
}
