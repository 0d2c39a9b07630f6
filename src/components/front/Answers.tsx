import type { ReactNode } from 'react';
import { Link } from '../site/links.tsx';
import { RuleRef } from '../text/RuleRef.tsx';

interface Answer {
  /** Heading on the page of answers. */
  readonly anchor: string;
  readonly question: string;
  readonly short: string;
  readonly intended: ReactNode;
  readonly actual: ReactNode;
}

/** The three numbered questions of the review of January 2023; the page of answers has the rest. */
const answers: readonly Answer[] = [
  {
    anchor: 'when',
    question: 'When exactly can perf take control of the LBR MSRs? Task switch? IRQ? NMI?',
    short: 'Task switch: yes. IRQ: yes, wherever KVM has IRQs enabled. NMI: never.',
    intended: (
      <>
        perf’s priority order: a CPU-pinned host event takes the LBRs from a guest <RuleRef id="LBR-OWN-4" />.
      </>
    ),
    actual: (
      <>
        Every release schedules the guest’s event, vLBR, beside the host’s. Both are ACTIVE, and the host’s records
        nothing <RuleRef id="LBR-OWN-3" />.
      </>
    ),
  },
  {
    anchor: 'traced',
    question: 'What is expected while perf uses the LBRs? Is the guest traced?',
    short: 'Not on purpose. The host’s recording usually stops at VM-entry.',
    intended: (
      <>
        One owner at a time: host or guest <RuleRef id="LBR-ENT-3" />. No mail says so; this is our reading of the code.
      </>
    ),
    actual: (
      <>
        On legacy LBR, VM-entry loads the guest’s DEBUGCTL. A guest whose DEBUGCTL.LBR is set without a scheduled vLBR
        records into the host’s registers <RuleRef id="LBR-ENT-2" />. On Arch LBR, VM-entry leaves LBR_CTL alone, and
        the host’s recording goes on in the guest <RuleRef id="LBR-ARCH-2" />.
      </>
    ),
  },
  {
    anchor: 'snapshot',
    question: 'Why is DEBUGCTL snapshotted with IRQs on, but LBR MSRs accessed with IRQs off?',
    short: 'The first was a bug. The second is required.',
    intended: (
      <>
        Both with IRQs off: an IPI from perf can move ownership between the check and the access{' '}
        <RuleRef id="LBR-MSR-1" />.
      </>
    ),
    actual: (
      <>
        The snapshot moved behind the disabling of IRQs in v6.14-rc6, commit 189ecdb3e112, and in stable kernels{' '}
        <RuleRef id="LBR-DBG-1" /> <RuleRef id="LBR-ENT-4" />.
      </>
    ),
  },
];

/** Short answers, intended against actual, each leading to the long one. */
export function Answers() {
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">Three questions from the 2023 review</h2>
      <dl>
        {answers.map(({ anchor, question, short, intended, actual }) => (
          <div key={anchor}>
            <dt>
              <Link to={`/answers/#${anchor}`}>{question}</Link>
            </dt>
            <dd>
              <p className="answer-short">{short}</p>
              <p>
                <b>Intended:</b> {intended}
              </p>
              <p>
                <b>Actual:</b> {actual}
              </p>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
