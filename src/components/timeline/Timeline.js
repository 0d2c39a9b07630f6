import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { useEffect, useMemo, useRef } from 'react';
import { attachTimeline } from '@site/src/reader/timeline.ts';
import { Drawing } from './Drawing.tsx';
import { ExecutorLegend } from './ExecutorLegend.tsx';
import { layoutTimeline } from './layout.ts';
import { RunTools } from './RunTools.tsx';
import { StepTable } from './StepTable.tsx';
/**
 * A run: drawn as lanes, and told as a table with the same steps. The markup is complete without JavaScript;
 * `attachTimeline` adds the selection by mouse and arrow keys, here and on pages that have no React.
 */
export function Timeline({ run, id, modelHash, statement }) {
    const figure = useRef(null);
    const layout = useMemo(() => layoutTimeline(run), [run]);
    useEffect(() => (figure.current === null ? undefined : attachTimeline(figure.current)), [run]);
    const { violation } = run;
    return (_jsxs("figure", { className: "timeline", ref: figure, "data-timeline": "", "data-steps": run.steps.length, "data-violation": violation?.step, children: [_jsxs("figcaption", { className: "hint", children: [run.instance, ". ", _jsx("span", { className: "needs-js", children: "Select a step with the mouse, or with \u2190 and \u2192 in the drawing." })] }), run.steps.length > 0 && _jsx(Drawing, { run: run, layout: layout, id: id }), _jsx(ExecutorLegend, { executors: run.executors }), _jsx("div", { className: "timeline-panel needs-js", "aria-live": "polite" }), violation !== undefined && (_jsxs("p", { className: "violation", children: [_jsxs("b", { children: [violation.step < 0 ? 'The initial state' : `Step ${violation.step + 1}`, " violates ", violation.rule, "."] }), ' ', violation.sentence, " ", statement !== undefined && _jsx("q", { children: statement.replaceAll('`', '') })] })), _jsx(StepTable, { run: run, id: id }), _jsx(RunTools, { run: run, modelHash: modelHash })] }));
}
