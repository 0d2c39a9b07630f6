import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
/** A folded part of a rule; the browser opens it, also when a search or a link leads inside. */
export function Part({ title, open = false, children }) {
    return (_jsxs("details", { className: "part", open: open, children: [_jsx("summary", { children: title }), _jsx("div", { className: "part-body", children: children })] }));
}
