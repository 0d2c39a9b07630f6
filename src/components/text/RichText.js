import { jsx as _jsx } from "react/jsx-runtime";
import { Fragment } from 'react';
import { Link } from '../site/links.tsx';
const PART = /(`[^`]+`|\[LBR-[A-Z]{3,4}-[1-9][0-9]*\]|\b(?:must not|should not|must|should|may)\b)/;
const MODAL = /^(must|should|may)/;
/** The plain text of a rule: `code` in backticks, rules in brackets. */
export function RichText({ text, normative = false }) {
    return text.split(PART).map((part, index) => _jsx(Fragment, { children: render(part, normative) }, index));
}
function render(part, normative) {
    if (part.startsWith('`') && part.length > 2)
        return _jsx("code", { children: part.slice(1, -1) });
    if (part.startsWith('[LBR-'))
        return (_jsx(Link, { to: `/r/${part.slice(1, -1)}/`, className: "rule-ref", children: part.slice(1, -1) }));
    if (normative && MODAL.test(part))
        return _jsx("strong", { className: "modal", children: part });
    return part;
}
