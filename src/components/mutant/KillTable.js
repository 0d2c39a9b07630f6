import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
/** Rules by mutants: a filled cell is a kill. */
export function KillTable({ mutants, rules }) {
    return (_jsx("div", { className: "matrix-scroll", tabIndex: 0, role: "group", "aria-label": "Kill table", children: _jsxs("table", { className: "kill-table", children: [_jsx("thead", { children: _jsxs("tr", { children: [_jsx("th", { scope: "col", children: "Rule" }), mutants.map(({ name, base }, index) => (_jsx("th", { scope: "col", title: name, children: _jsx("a", { href: `#${name}`, "aria-label": name, children: index + 1 }) }, `${base}/${name}`)))] }) }), _jsx("tbody", { children: rules.map((id) => (_jsxs("tr", { children: [_jsx("th", { scope: "row", children: _jsx(Link, { to: `/r/${id}/`, children: id }) }), mutants.map(({ name, base, killedBy }) => (_jsx("td", { className: killedBy.includes(id) ? 'kill' : undefined, children: killedBy.includes(id) ? '●' : '' }, `${base}/${name}`)))] }, id))) })] }) }));
}
