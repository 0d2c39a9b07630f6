import type { RuleData, VerdictData } from '@site/src/site-data/types.ts';
import { SUPPORTED } from '@spec/designs/supported.ts';
import { Link } from '../site/links.tsx';

const SECURITY_BUGS = 'https://docs.kernel.org/process/security-bugs.html';

/** For a rule across a security boundary that a current kernel violates in the model. */
export function SecurityNote({ rule }: { readonly rule: RuleData }) {
  const current = rule.verdicts.filter(
    ({ design, verdict }) => SUPPORTED.some((name) => name === design) && verdict === 'violated',
  );
  if (rule.securityBoundary !== true || current.length === 0) return null;
  return (
    <aside className="note note-security" aria-label={`Security: ${rule.id}`}>
      <p className="note-title">Derived from the model</p>
      <p>
        This rule guards a security boundary, and the model violates it on{' '}
        {current.map(({ design }) => design).join(' and ')}. {derivation(current)} No run on hardware has confirmed it.
        If you reproduce it on a real machine, report it privately first, to security@kernel.org; see{' '}
        <Link to={SECURITY_BUGS}>Documentation/process/security-bugs.rst</Link>.
        {rule.withheld === true &&
          ' This site leaves out the runs that show it until the violation is public; anybody who builds the repository sees them.'}
      </p>
    </aside>
  );
}

/** How the traces came about. */
function derivation(current: readonly VerdictData[]): string {
  const kernels = current.flatMap(({ inCode }) => (inCode?.reproduced === true ? [`Linux ${inCode.kernel}`] : []));
  const search = 'A search of the model for the shortest run that breaks the rule found the trace.';
  if (kernels.length === 0) return search;
  return `${search} The code of ${kernels.join(' and ')} takes the same steps over a simulated CPU.`;
}
