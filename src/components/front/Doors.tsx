import type { ReactNode } from 'react';
import type { MatrixData } from '@site/src/site-data/matrix.ts';
import { Link } from '../site/links.tsx';
import { brokenBy, NEWEST } from './newest.ts';

/** Where a reader may want to go next. */
export function Doors({ data }: { readonly data: MatrixData }) {
  const { broken, inCode, lab } = brokenBy(data, NEWEST);
  const doors: readonly { readonly to: string; readonly title: string; readonly text: ReactNode }[] = [
    {
      to: `/designs/${NEWEST}/`,
      title: `What ${NEWEST} breaks`,
      text: `${broken} of ${Object.keys(data.rows).length} rules, each with a trace. The kernel’s own code takes the steps of ${inCode} of them.`,
    },
    {
      to: '/proposal/',
      title: 'What to change',
      text: (
        <>
          The contract as a proposal, and{' '}
          <Link to={`/designs/${NEWEST}..contract/`}>its difference to {NEWEST}, switch by switch</Link>.
        </>
      ),
    },
    {
      to: '/ground-truth/',
      title: 'Why believe it',
      text: `The model runs beside perf’s and KVM’s own compiled code, step by step.${lab === 0 ? '' : ` Whole kernels in the lab show ${lab} of these violations.`}`,
    },
    {
      to: '/workbench/',
      title: 'Try your series',
      text: 'Flip what it changes and see in seconds which rules hold. Nothing to install.',
    },
    {
      to: '/trace/',
      title: 'Check a trace',
      text: 'Drop an ftrace recording of a host; the rules judge it in your browser.',
    },
    {
      to: '/take-it/',
      title: 'Take it to the kernel',
      text: 'reStructuredText for Documentation/, selftests, rules.json, and the command line for CI.',
    },
  ];
  return (
    <ul className="doors" aria-label="Where to go next">
      {doors.map(({ to, title, text }) => (
        <li key={to}>
          <Link to={to}>{title}</Link>
          <p>{text}</p>
        </li>
      ))}
    </ul>
  );
}
