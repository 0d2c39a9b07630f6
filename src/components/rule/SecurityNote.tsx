import type { RuleData } from '@site/plugins/data/types.ts';
import { Link } from '../site/links.tsx';

const SECURITY_BUGS = 'https://docs.kernel.org/process/security-bugs.html';

/** For a rule across a security boundary that a current kernel violates in the model. */
export function SecurityNote({ rule }: { readonly rule: RuleData }) {
  const current = rule.verdicts.filter(({ design, verdict }) => design.startsWith('v7.') && verdict === 'violated');
  if (rule.securityBoundary !== true || current.length === 0) return null;
  return (
    <aside className="note note-security" aria-label="Security">
      <p className="note-title">Derived from the model</p>
      <p>
        This rule crosses a security boundary, and the model violates it on{' '}
        {current.map(({ design }) => design).join(' and ')}. No run on hardware has confirmed it. Whoever reproduces it
        on a real machine reports it in private first, to security@kernel.org; see{' '}
        <Link to={SECURITY_BUGS}>Documentation/process/security-bugs.rst</Link>.
      </p>
    </aside>
  );
}
