import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
/** `:::note` and its relatives: set off by a rule and a word, not by a colour. */
export function Admonition({ type = 'note', title, children }) {
    return (_jsxs("aside", { className: `note note-${type}`, "aria-label": title ?? type, children: [_jsx("p", { className: "note-title", children: title ?? type }), children] }));
}
