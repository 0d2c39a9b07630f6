import { jsxs as _jsxs, jsx as _jsx, Fragment as _Fragment } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
import { VerdictMark } from '../rule/VerdictMark.tsx';
/** The rules on which a design got this verdict. */
export function RulesWithVerdict({ title, verdict, design, data }) {
    const found = Object.entries(data.rows).filter(([, row]) => row.cells[design]?.verdict === verdict);
    if (found.length === 0)
        return null;
    return (_jsxs(_Fragment, { children: [_jsxs("h2", { children: [title, " (", found.length, ")"] }), _jsx("ul", { className: "rule-list", children: found.map(([id, row]) => (_jsxs("li", { children: [_jsx(VerdictMark, { verdict: verdict, short: true }), ' ', _jsx(Link, { to: `/r/${id}/#on-${design}`, className: "rule-ref", children: id }), ' ', row.title, row.cells[design]?.steps !== undefined && (_jsxs("span", { className: "hint", children: [" in ", row.cells[design]?.steps, " steps"] }))] }, id))) })] }));
}
