import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link, useAnchor } from '../site/links.tsx';
/** One mutant: what is flipped, who notices, and the shortest run that shows it. */
export function MutantEntry({ mutant }) {
    const { name, base, flips, killedBy, bug, steps } = mutant;
    return (_jsxs("section", { className: "mutant", id: useAnchor(name), children: [_jsx("h2", { children: name }), _jsxs("p", { children: [_jsx(Link, { to: `/designs/${base}/`, children: base }), " with", ' ', Object.entries(flips).map(([key, value]) => (_jsxs("code", { children: [key, "=", value] }, key))), bug !== undefined && _jsxs("span", { children: [" \u00B7 historical bug ", bug] })] }), _jsxs("p", { children: [killedBy.length === 0 ? _jsx("b", { children: "Survives: no rule notices." }) : 'Killed by ', killedBy.map((id) => (_jsx(Link, { to: `/r/${id}/`, className: "rule-ref", children: id }, id)))] }), steps.length > 0 && (_jsxs("details", { className: "part", children: [_jsxs("summary", { children: ["The run that shows it (", steps.length, " steps)"] }), _jsx("ol", { className: "trace-steps", children: steps.map(({ actor, label }, index) => (_jsxs("li", { children: [_jsx("b", { children: actor }), " ", label] }, index))) })] }))] }));
}
