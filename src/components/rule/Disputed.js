import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { RichText } from '../text/RichText.tsx';
/** What the public record disputes: both sides, and what the model says. */
export function Disputed({ text }) {
    if (text === undefined)
        return null;
    return (_jsxs("aside", { className: "note note-disputed", "aria-label": "Disputed", children: [_jsx("p", { className: "note-title", children: "Disputed" }), _jsx("p", { children: _jsx(RichText, { text: text }) })] }));
}
