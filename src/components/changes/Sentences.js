import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
/** The old sentence beside the new one, or beside what replaced a retired rule. */
export function Sentences({ change }) {
    const { before, after, replacedBy = [] } = change;
    return (_jsxs("div", { className: "sentences", children: [_jsxs("div", { children: [_jsx("h3", { children: "Before" }), _jsx("p", { children: before === undefined ? 'Not recorded.' : _jsx(RichText, { text: before, normative: true }) })] }), _jsxs("div", { children: [_jsx("h3", { children: "After" }), after === undefined ? _jsx(Successors, { ids: replacedBy }) : _jsx(RichText, { text: after, normative: true })] })] }));
}
function Successors({ ids }) {
    if (ids.length === 0)
        return _jsx("p", { children: "Retired, and not replaced." });
    return (_jsx("ul", { children: ids.map((id) => (_jsxs("li", { children: ["Replaced by", ' ', _jsx(Link, { to: `/r/${id}/`, className: "rule-ref", children: id })] }, id))) }));
}
