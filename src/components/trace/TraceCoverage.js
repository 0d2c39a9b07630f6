import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { TRACE_RULES } from '@site/src/spec/trace/coverage/index.ts';
import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
/** Which rules a trace can be held against, what has to be recorded, and what stays unseen. */
export function TraceCoverage() {
    return (_jsx("div", { className: "scroll", tabIndex: 0, role: "group", "aria-label": "Rules and what their judgement needs", children: _jsxs("table", { children: [_jsx("thead", { children: _jsxs("tr", { children: [_jsx("th", { scope: "col", children: "Rule" }), _jsx("th", { scope: "col", children: "Needs" }), _jsx("th", { scope: "col", children: "What a violation looks like" }), _jsx("th", { scope: "col", children: "What cannot be seen" })] }) }), _jsx("tbody", { children: TRACE_RULES.map(({ id, title, needs, helps, shows, hides }) => (_jsxs("tr", { children: [_jsxs("th", { scope: "row", children: [_jsx(RuleRef, { id: id }), _jsx("br", {}), title] }), _jsxs("td", { children: [needs.join(', '), helps.length > 0 && `; better with ${helps.join(', ')}`] }), _jsx("td", { children: shows }), _jsx("td", { children: hides })] }, id))) })] }) }));
}
