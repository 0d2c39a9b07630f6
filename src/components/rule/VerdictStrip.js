import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
import { VerdictMark } from './VerdictMark.tsx';
/** One cell per design; each leads to the evidence for that design. */
export function VerdictStrip({ rule, verdicts }) {
    return (_jsx("ul", { className: "strip", "aria-label": `Verdicts on ${rule} by design`, children: verdicts.map(({ design, verdict, expected, steps }) => (_jsx("li", { children: _jsxs(Link, { to: `/r/${rule}/#on-${design}`, children: [_jsx("span", { className: "strip-design", children: design }), _jsx(VerdictMark, { verdict: verdict, short: true }), steps !== undefined && _jsxs("span", { className: "strip-steps", children: [steps.length, " steps"] }), verdict !== expected && _jsxs("span", { className: "strip-surprise", children: ["declared ", expected] })] }) }, design))) }));
}
