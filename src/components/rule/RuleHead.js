import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link, useAnchor } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
/** ID in the gutter, title, the one normative sentence and what it does not say. */
export function RuleHead({ rule, page = false }) {
    const { id, level, revision, title, statement, doesNotSay } = rule;
    const Title = page ? 'h1' : 'h2';
    return (_jsxs("div", { className: "rule-head", id: useAnchor(id), "data-rule": id, children: [_jsx(Link, { to: `/r/${id}/`, className: "rule-id", children: id }), _jsx(Title, { className: "rule-title", id: `${id}-title`, children: title }), _jsx("p", { className: "statement", children: _jsx(RichText, { text: statement, normative: true }) }), _jsxs("p", { className: "rule-meta", children: [_jsx("span", { className: `level level-${level}`, children: level }), _jsxs("span", { children: ["revision ", revision] }), _jsx("button", { type: "button", className: "quiet needs-js", "data-action": "cite", "data-rule": id, "data-revision": revision, "data-title": title, "data-statement": statement, children: "Cite" })] }), doesNotSay !== '' && (_jsxs("p", { className: "does-not-say", children: [_jsx("b", { children: "Does not say:" }), " ", _jsx(RichText, { text: doesNotSay })] }))] }));
}
