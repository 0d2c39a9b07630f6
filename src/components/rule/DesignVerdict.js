import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link, useAnchor } from '../site/links.tsx';
import { VerdictMark } from './VerdictMark.tsx';
/** The verdict on one design in a sentence: the place that verdict strips and matrix cells lead to. */
export function DesignVerdict({ verdict }) {
    const { design, how, reason, steps } = verdict;
    return (_jsxs("p", { className: "design-verdict", id: useAnchor(`on-${design}`), children: [_jsx(Link, { to: `/designs/${design}/`, className: "design-name", children: design }), ' ', _jsx(VerdictMark, { verdict: verdict.verdict }), " ", [how?.summary, reason].filter((part) => part !== undefined).join('. '), steps !== undefined && `. The shortest counterexample has ${steps.length} steps.`] }));
}
