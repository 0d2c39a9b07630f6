import { jsx as _jsx, Fragment as _Fragment, jsxs as _jsxs } from "react/jsx-runtime";
import { useState } from 'react';
import { Excerpt } from './Excerpt.tsx';
import { RuleTable } from './RuleTable.tsx';
import { TraceSummary } from './TraceSummary.tsx';
import { TraceTimeline } from './TraceTimeline.tsx';
import { ViolationList } from './ViolationList.tsx';
const SAID = {
    kept: 'No rule is violated, and every rule that can be judged is kept.',
    violated: 'violated',
    'cannot-be-told': 'No rule is violated; for some it cannot be told from this trace.',
};
/** The result of one trace: rules, violations as a list and on a timeline, and the lines around the chosen one. */
export function TraceResult({ report }) {
    const { violations } = report;
    const [chosen, setChosen] = useState(() => indexOfFragment(report));
    const choose = (index) => {
        setChosen(index);
        const { rule, line } = violations[index];
        history.replaceState(null, '', `#L${line}-${rule}`);
    };
    const count = violations.length + report.unlisted;
    return (_jsxs("section", { "aria-label": `Result for ${report.input}`, children: [_jsx("h2", { id: "result", children: report.input }), _jsx("p", { children: count === 0 ? SAID[report.verdict] : `${count} violations, proved by the lines below.` }), violations.length > 0 && (_jsxs(_Fragment, { children: [_jsx(TraceTimeline, { violations: violations, chosen: chosen, onChoose: choose }), _jsx(Excerpt, { violation: violations[chosen] }), _jsx(ViolationList, { violations: violations, chosen: chosen, onChoose: choose })] })), _jsx("h3", { children: "By rule" }), _jsx(RuleTable, { rules: report.rules }), _jsx(TraceSummary, { report: report })] }));
}
/** `#L316-LBR-DBG-24` opens at that violation. */
function indexOfFragment({ violations }) {
    const match = /^#L(\d+)(?:-(LBR-[A-Z]+-\d+))?$/.exec(location.hash);
    if (match === null)
        return 0;
    const index = violations.findIndex(({ line, rule }) => line === Number(match[1]) && (match[2] === undefined || rule === match[2]));
    return Math.max(0, index);
}
