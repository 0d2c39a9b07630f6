import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
import styles from './trace.module.css';
const WORD = { kept: 'kept', violated: 'violated', 'cannot-be-told': 'cannot be told' };
const SIGN = { kept: '✓', violated: '✗', 'cannot-be-told': '?' };
export function RuleTable({ rules }) {
    return (_jsx("div", { className: "scroll", tabIndex: 0, role: "group", "aria-label": "Verdicts by rule", children: _jsxs("table", { className: styles.rules, children: [_jsx("thead", { children: _jsxs("tr", { children: [_jsx("th", { scope: "col", children: "Rule" }), _jsx("th", { scope: "col", children: "Verdict" }), _jsx("th", { scope: "col", children: "Occasions" }), _jsx("th", { scope: "col", children: "Why it cannot be told" })] }) }), _jsx("tbody", { children: rules.map((rule) => (_jsxs("tr", { children: [_jsxs("th", { scope: "row", children: [_jsx(RuleRef, { id: rule.rule }), _jsx("br", {}), rule.title] }), _jsxs("td", { "data-verdict": rule.verdict, children: [_jsx("span", { "aria-hidden": "true", children: SIGN[rule.verdict] }), " ", WORD[rule.verdict]] }), _jsx("td", { children: occasions(rule) }), _jsx("td", { children: rule.reasons.map(({ reason, count, firstLine }) => (_jsxs("div", { children: [reason, count > 0 && ` (${count}, first at line ${firstLine})`] }, reason))) })] }, rule.rule))) })] }) }));
}
function occasions({ kept, violated, unknown }) {
    const parts = [
        [kept, 'kept'],
        [violated, 'violated'],
        [unknown, 'cannot be told'],
    ];
    const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString('en')} ${word}`);
    return said.length === 0 ? 'none' : said.join(', ');
}
