import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
const SECURITY_BUGS = 'https://docs.kernel.org/process/security-bugs.html';
/** For a rule across a security boundary that a current kernel violates in the model. */
export function SecurityNote({ rule }) {
    const current = rule.verdicts.filter(({ design, verdict }) => design.startsWith('v7.') && verdict === 'violated');
    if (rule.securityBoundary !== true || current.length === 0)
        return null;
    return (_jsxs("aside", { className: "note note-security", "aria-label": "Security", children: [_jsx("p", { className: "note-title", children: "Derived from the model" }), _jsxs("p", { children: ["This rule crosses a security boundary, and the model violates it on", ' ', current.map(({ design }) => design).join(' and '), ". No run on hardware has confirmed it. Whoever reproduces it on a real machine reports it in private first, to security@kernel.org; see", ' ', _jsx(Link, { to: SECURITY_BUGS, children: "Documentation/process/security-bugs.rst" }), "."] })] }));
}
