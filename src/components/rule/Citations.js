import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
/** The rules that name this one. */
export function Citations({ citedBy }) {
    if (citedBy.length === 0)
        return null;
    return (_jsxs(_Fragment, { children: [_jsx("h3", { children: "Cited by" }), _jsx("ul", { className: "cited-by", children: citedBy.map(({ id, title }) => (_jsxs("li", { children: [_jsx(Link, { to: `/r/${id}/`, className: "rule-ref", children: id }), ' ', title] }, id))) })] }));
}
