import type { InCode } from '@site/src/site-data/types.ts';
import { Link } from '../site/links.tsx';

/** Whether the kernel's own code does what the counterexample says, and the state that it was left in. */
export function InTheCode({ inCode }: { readonly inCode: InCode }) {
  const { kernel, reproduced, reason, steps, instance, cpu, shown, answers, stale, date } = inCode;
  return (
    <div className="in-the-code">
      <p>
        <strong>{reproduced ? 'Reproduced' : 'Not reproduced'}</strong> by the code of Linux {kernel}
        {reproduced ? (
          <>
            {' '}
            on a simulated {cpu}, in {steps} steps{instance !== undefined && ` on the instance “${instance}”`}.
          </>
        ) : (
          <>: {reason}.</>
        )}{' '}
        <Link to="/ground-truth/">Ground truth</Link> says how.
      </p>
      {stale && <p className="hint">Stale: the replay is of {date}, and the model or the harness has changed since.</p>}
      {shown !== undefined && <Shown shown={shown} />}
      {answers !== undefined && (
        <details>
          <summary>Results of the last step in the code</summary>
          <pre>
            <code>{answers.join('\n')}</code>
          </pre>
        </details>
      )}
    </div>
  );
}

/** The last state of the code, in its own words. */
function Shown({ shown }: { readonly shown: NonNullable<InCode['shown']> }) {
  return (
    <details>
      <summary>State of the code after the last step</summary>
      <dl className="code-state">
        {stateOf(shown).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const MAKERS: Readonly<Record<string, string>> = {
  h: 'host kernel',
  i: 'idle task',
  p: 'task p',
  q: 'task q',
  a: 'thread of VM A, in host mode',
  b: 'thread of VM B, in host mode',
  A: 'guest A',
  B: 'guest B',
  '.': 'empty',
};

/** `hhA` becomes `2 of host kernel, 1 of guest A`, newest first. */
function makersOf(letters: string): string {
  const runs = letters.match(/(.)\1*/g) ?? [];
  return runs.map((run) => `${run.length} of ${makerOf(run[0] ?? '')}`).join(', ') || 'none';
}

function makerOf(letter: string): string {
  return MAKERS[letter] ?? (letter === '' ? 'nobody' : letter);
}

type State = NonNullable<InCode['shown']>;

function stateOf(state: State): [string, string][] {
  const events = Object.entries(state.events).map(([index, text]): [string, string] => [`host event ${index}`, text]);
  const vlbr = Object.entries(state.vlbr).map(([task, text]): [string, string] => [`guest LBR event of ${task}`, text]);
  const samples = Object.entries(state.samples).map(([index, letters]): [string, string] => [
    `sample of host event ${index}`,
    makersOf(letters),
  ]);
  const seen: [string, string][] =
    state.seen === undefined || state.seen === '' ? [] : [['read by guest or VMM', makersOf(state.seen)]];
  return [
    ['running', state.running],
    ['records, newest first', makersOf(state.records)],
    ...seen,
    ['TOS moved by', makerOf(state.tosBy)],
    ['LBR_SELECT', `0x${state.select}`],
    ['DEBUGCTL', `0x${state.debugctl}`],
    ['lbr_users', String(state.lbrUsers)],
    ['bit 58 of intel_ctrl_guest_mask', String(state.guestMask)],
    ...events,
    ...vlbr,
    ...samples,
  ];
}
