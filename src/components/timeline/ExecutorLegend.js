import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
/** Who executed the branches in the ring: letter, colour, name. */
export function ExecutorLegend({ executors }) {
    if (executors.length === 0)
        return null;
    return (_jsx("ul", { className: "executors", "aria-label": "Who executed a branch", children: executors.map(({ name, letter, kind }) => (_jsxs("li", { children: [_jsx("span", { className: `chip record-${kind}`, children: letter }), " ", name] }, name))) }));
}
