import type { ReactNode } from 'react';
import { Link } from '../site/links.tsx';
import { RuleRef } from '../text/RuleRef.tsx';

interface Answer {
  /** Heading on the page of answers. */
  readonly anchor: string;
  readonly question: string;
  readonly answer: ReactNode;
}

/** The three numbered questions of the review of January 2023; the page of answers has the rest. */
const answers: readonly Answer[] = [
  {
    anchor: 'when',
    question: 'When exactly can perf take control of the LBR MSRs? Task switch? IRQ? NMI?',
    answer: (
      <>
        At a task switch, and in an IRQ wherever KVM has IRQs on <RuleRef id="LBR-OWN-1" />; never in an NMI{' '}
        <RuleRef id="LBR-OWN-2" />. Meant is perf’s order of priorities <RuleRef id="LBR-OWN-4" />; what the releases do
        is to grant both and mute the host <RuleRef id="LBR-OWN-3" />.
      </>
    ),
  },
  {
    anchor: 'traced',
    question: 'What is expected while perf uses the LBRs? Is the guest traced?',
    answer: (
      <>
        Meant is one owner at a time <RuleRef id="LBR-ENT-3" />. On legacy LBR the host does not see the guest, asked
        for or not <RuleRef id="LBR-ENT-5" />, unless the guest has lost the LBRs and records on{' '}
        <RuleRef id="LBR-ENT-2" />. On Arch LBR it does, by accident <RuleRef id="LBR-ARCH-2" />.
      </>
    ),
  },
  {
    anchor: 'snapshot',
    question: 'Why is DEBUGCTL snapshotted with IRQs on, but LBR MSRs accessed with IRQs off?',
    answer: (
      <>
        The first was a bug, fixed in v6.14-rc6 <RuleRef id="LBR-DBG-1" /> <RuleRef id="LBR-ENT-4" />. The second is
        needed, as ownership moves by IPI <RuleRef id="LBR-MSR-1" />.
      </>
    ),
  },
];

/** Short answers, each leading to the long one. */
export function Answers() {
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">Three questions</h2>
      <dl>
        {answers.map(({ anchor, question, answer }) => (
          <div key={anchor}>
            <dt>
              <Link to={`/answers/#${anchor}`}>{question}</Link>
            </dt>
            <dd>{answer}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
