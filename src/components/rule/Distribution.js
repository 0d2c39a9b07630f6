import { jsxs as _jsxs, jsx as _jsx } from "react/jsx-runtime";
/** Classes of generated cases and how many fell into each. */
export function Distribution({ classes }) {
    const entries = Object.entries(classes);
    const total = entries.reduce((sum, [, value]) => sum + value, 0);
    if (total === 0)
        return null;
    return (_jsxs("details", { className: "distribution", children: [_jsxs("summary", { children: [entries.length, " classes of cases"] }), _jsx("ul", { children: entries.map(([name, value]) => (_jsxs("li", { children: [_jsx("meter", { min: 0, max: total, value: value, "aria-label": name }), " ", name, ": ", value.toLocaleString('en-US')] }, name))) })] }));
}
