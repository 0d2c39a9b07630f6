import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link } from './links.tsx';
export function Pager({ previous, next }) {
    if (previous === undefined && next === undefined)
        return null;
    return (_jsxs("nav", { className: "pager", "aria-label": "Neighbouring pages", children: [previous !== undefined && (_jsxs(Link, { to: previous.permalink, rel: "prev", children: [_jsx("span", { "aria-hidden": "true", children: "\u2190 " }), previous.title] })), next !== undefined && (_jsxs(Link, { to: next.permalink, rel: "next", className: "pager-next", children: [next.title, _jsx("span", { "aria-hidden": "true", children: " \u2192" })] }))] }));
}
