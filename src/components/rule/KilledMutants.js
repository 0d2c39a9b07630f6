import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
/** The mutants that this rule notices: what would break without it. */
export function KilledMutants({ killed }) {
    if (killed.length === 0)
        return _jsx("p", { children: "No mutant is killed by this rule: a hole in the contract." });
    return (_jsxs(_Fragment, { children: [_jsxs("h3", { children: ["Mutants killed (", killed.length, ")"] }), _jsx("ul", { className: "killed", children: killed.map(({ name, base, flips, bug }) => (_jsxs("li", { children: [_jsx(Link, { to: `/mutants/#${name}`, children: name }), ": ", base, " with", ' ', Object.entries(flips).map(([key, value]) => (_jsxs("code", { children: [key, "=", value] }, key))), bug !== undefined && ` (bug ${bug})`] }, `${base}/${name}`))) })] }));
}
