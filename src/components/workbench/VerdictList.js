import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { VerdictMark } from '../rule/VerdictMark.tsx';
import { Link } from '../site/links.tsx';
/** Verdicts as they are established, those that differ from the design as it is stored first. */
export function VerdictList({ data, stored, flipped, verdicts, open, onOpen }) {
    const before = (rule) => data.rows[rule]?.cells[stored]?.verdict;
    const rank = (one) => (before(one.rule) === one.verdict ? 1 : 0);
    return (_jsx("ul", { className: "rule-list", "aria-label": "Verdicts", children: [...verdicts]
            .sort((a, b) => rank(a) - rank(b))
            .map((verdict) => (_jsxs("li", { "data-verdict": verdict.verdict, children: [_jsx(VerdictMark, { verdict: verdict.verdict }), ' ', _jsx(Link, { to: `/r/${verdict.rule}/`, className: "rule-ref", target: "_blank", rel: "noopener", children: verdict.rule }), ' ', data.rows[verdict.rule]?.title, " ", _jsx("span", { className: "hint", children: verdict.summary }), before(verdict.rule) !== undefined && before(verdict.rule) !== verdict.verdict && (_jsxs("b", { className: "differs-from", children: [' ', flipped ? `${stored} as it is: ${before(verdict.rule)}` : `stored verdict: ${before(verdict.rule)}`] })), verdict.counterexample !== undefined && (_jsxs("button", { type: "button", className: "quiet", "aria-pressed": open === verdict.rule, onClick: () => onOpen(verdict), children: ["Show the ", verdict.counterexample.steps.length, " steps"] }))] }, verdict.rule))) }));
}
