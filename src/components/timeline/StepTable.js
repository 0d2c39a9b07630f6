import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
/** The run as a table: who, what, what changed. */
export function StepTable({ run, id }) {
    return (_jsx("div", { className: "scroll", tabIndex: 0, role: "group", "aria-label": "Steps", children: _jsxs("table", { className: "steps", children: [_jsx("thead", { children: _jsxs("tr", { children: [_jsx("th", { scope: "col", children: "step" }), _jsx("th", { scope: "col", children: "actor" }), _jsx("th", { scope: "col", children: "action" }), _jsx("th", { scope: "col", children: "what changed" })] }) }), _jsx("tbody", { children: run.steps.map((step, index) => (_jsxs("tr", { id: `${id}-s${index + 1}`, "data-step": index, className: run.violation?.step === index ? 'step-violates' : undefined, children: [_jsx("th", { scope: "row", children: _jsx("a", { href: `#${id}-s${index + 1}`, children: index + 1 }) }), _jsx("td", { children: step.actor }), _jsxs("td", { children: [step.label, " ", _jsx("code", { className: "op", children: callText(step) }), step.note !== undefined && _jsx("span", { className: "step-note", children: step.note }), step.result !== undefined && _jsx(Outcome, { result: step.result, value: step.value })] }), _jsx("td", { children: step.changes.length > 0 && (_jsx("ul", { className: "changes", children: step.changes.map(({ what, from, to }) => (_jsxs("li", { children: [_jsx("b", { children: what }), " ", from, " \u2192 ", to] }, what))) })) })] }, index))) })] }) }));
}
function callText({ op, args }) {
    const list = Object.entries(args).map(([key, value]) => `${key}=${value}`);
    return `${op}(${list.join(', ')})`;
}
function Outcome({ result, value }) {
    return (_jsxs("span", { className: result === 'ok' ? 'outcome' : 'outcome outcome-fault', children: [result, value === undefined ? '' : ` ${value}`] }));
}
