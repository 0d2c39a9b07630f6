import type { VerdictData } from '@site/plugins/data/types.ts';
import { Link, useAnchor } from '../site/links.tsx';
import { InTheCode } from './InTheCode.tsx';
import { VerdictMark } from './VerdictMark.tsx';

/** The verdict on one design in a sentence: the place that verdict strips and matrix cells lead to. */
export function DesignVerdict({ verdict }: { readonly verdict: VerdictData }) {
  const { design, how, reason, steps, inCode } = verdict;
  return (
    <>
      <p className="design-verdict" id={useAnchor(`on-${design}`)}>
        <Link to={`/designs/${design}/`} className="design-name">
          {design}
        </Link>{' '}
        <VerdictMark verdict={verdict.verdict} />{' '}
        {[how?.summary, reason].filter((part) => part !== undefined).join('. ')}
        {steps !== undefined && `. The shortest counterexample has ${steps.length} steps.`}
      </p>
      {inCode !== undefined && <InTheCode inCode={inCode} />}
    </>
  );
}
