import type { LabEntry } from '@site/src/site-data/lab.ts';
import type { RunView, StepView } from '@spec/scenario/run-view.ts';

interface Props {
  readonly run: RunView;
  readonly id: string;
  /** A run of a whole kernel, shown beside that of the model. */
  readonly lab: LabEntry | undefined;
}

/** The run as a table: who, what, through which kernel functions, what changed. */
export function StepTable({ run, id, lab }: Props) {
  // In the register world a step answers its caller; what it changes is not shown.
  const tellsChanges = run.steps.some(({ changes }) => changes.length > 0);
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Steps">
      <table className="steps">
        <thead>
          <tr>
            <th scope="col">step</th>
            <th scope="col">actor</th>
            <th scope="col">action</th>
            {tellsChanges && <th scope="col">what changed</th>}
            {lab?.steps !== undefined && <th scope="col">Linux {lab.kernel} in the lab</th>}
          </tr>
        </thead>
        <tbody>
          {run.steps.map((step, index) => (
            <tr key={index} id={`${id}-s${index + 1}`} data-step={index} className={rowClass(run, index)}>
              <th scope="row">
                <a href={`#${id}-s${index + 1}`}>{index + 1}</a>
              </th>
              <td>{step.actor}</td>
              <td>
                {step.label}
                {run.departure?.step === index && <b className="decisive"> decisive step</b>}
                {step.functions.length > 0 && <code className="functions">{step.functions.join(' › ')}</code>}{' '}
                <code className="op">{callText(step)}</code>
                {step.note !== undefined && <span className="step-note">{step.note}</span>}
                {step.result !== undefined && <Outcome result={step.result} value={step.value} />}
              </td>
              {tellsChanges && (
                <td>
                  {step.changes.length > 0 && (
                    <ul className="changes">
                      {step.changes.map(({ what, from, to }) => (
                        <li key={what}>
                          <b>{what}</b> {from} → {to}
                        </li>
                      ))}
                    </ul>
                  )}
                </td>
              )}
              {lab?.steps !== undefined && (
                <td>
                  {labStep(lab, index)}
                  {run.violation?.step === index && <Seen lab={lab} />}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the kernel did at a step of the model. */
function labStep({ steps = [] }: LabEntry, step: number) {
  return steps
    .filter((one) => one.step === step)
    .map(({ where, shows }) => (
      <p key={`${where} ${shows}`}>
        <code>{where}</code> {shows}
      </p>
    ));
}

/** What the kernel showed in the end: at the step of the model that violates the rule. */
function Seen({ lab: { seen } }: { readonly lab: LabEntry }) {
  if (seen === undefined) return null;
  return (
    <p>
      <b>Seen</b> at <code>{seen.ip}</code>: {seen.what}
    </p>
  );
}

function rowClass({ violation, departure }: RunView, step: number): string | undefined {
  if (violation?.step === step) return 'step-violates';
  return departure?.step === step ? 'step-decides' : undefined;
}

function callText({ op, args }: Pick<StepView, 'op' | 'args'>): string {
  const list = Object.entries(args).map(([key, value]) => `${key}=${value}`);
  return `${op}(${list.join(', ')})`;
}

function Outcome({ result, value }: { readonly result: string; readonly value: string | undefined }) {
  return (
    <span className={result === 'ok' ? 'outcome' : 'outcome outcome-fault'}>
      {result}
      {value === undefined ? '' : ` ${value}`}
    </span>
  );
}
