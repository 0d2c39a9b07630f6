import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
import { Part } from './Part.tsx';
/** The counterexamples in words; the drawn ones are on the rule's own page. */
export function Traces({ rule }) {
    const violated = rule.verdicts.filter(({ steps }) => steps !== undefined);
    if (violated.length === 0)
        return null;
    return (_jsx(Part, { title: `Counterexamples (${violated.length})`, children: groupBySteps(violated).map(({ designs, steps }) => (_jsxs("div", { className: "trace", children: [_jsxs("p", { children: ["Violated on ", designs.join(', '), " in ", steps.length, " steps;", ' ', _jsx(Link, { to: `/r/${rule.id}/#on-${designs[0]}`, children: "step through it" }), "."] }), _jsx("ol", { className: "trace-steps", children: steps.map(({ actor, label }, index) => (_jsxs("li", { children: [_jsx("b", { children: actor }), " ", label] }, index))) })] }, designs[0]))) }));
}
function groupBySteps(verdicts) {
    const groups = new Map();
    for (const { design, steps = [] } of verdicts) {
        const key = JSON.stringify(steps);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, { designs: [design], steps });
        else
            group.designs.push(design);
    }
    return [...groups.values()].sort((a, b) => a.steps.length - b.steps.length);
}
