import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { COLUMN, ROW } from './layout.ts';
import { RowDrawing } from './RowDrawing.tsx';
/** The lanes and the hardware below them. Labels stay in sight while the steps scroll. */
export function Drawing({ run, layout: { width, height, labels, rows }, id }) {
    const violated = run.violation?.step;
    return (_jsxs("div", { className: "timeline-scroll", tabIndex: 0, role: "group", "aria-label": `Timeline of ${run.steps.length} steps; the table below tells the same`, children: [_jsx("svg", { className: "timeline-labels", width: labels, height: height, "aria-hidden": "true", children: rows.map((row) => (_jsx("text", { x: row.kind === 'head' ? 4 : labels - 8, y: row.y + ROW / 2 + 4, className: `label label-${row.kind}`, textAnchor: row.kind === 'head' ? 'start' : 'end', children: row.label }, `${row.y}`))) }), _jsxs("svg", { className: "timeline-steps", width: width, height: height, role: "img", "aria-labelledby": `${id}-name`, "data-column": COLUMN, children: [_jsx("title", { id: `${id}-name`, children: `The run step by step: ${run.steps
                            .map(({ actor, label }, index) => `${index + 1}, ${actor} ${label}`)
                            .slice(0, 20)
                            .join('; ')}` }), violated !== undefined && (_jsx("rect", { className: "violated-column", x: (violated + 1) * COLUMN, y: 0, width: COLUMN, height: height })), _jsx("rect", { className: "selected-column", x: 0, y: 0, width: COLUMN, height: height, visibility: "hidden" }), _jsx("polyline", { className: "control", points: control(rows) }), rows.map((row) => (_jsx(RowDrawing, { row: row, violated: violated }, row.y)))] })] }));
}
/** The thread of control: a line from step to step across the lanes. */
function control(rows) {
    return rows
        .flatMap((row) => (row.kind === 'lane' ? row.steps.map((step) => ({ step, y: row.y })) : []))
        .sort((a, b) => a.step - b.step)
        .map(({ step, y }) => `${(step + 1.5) * COLUMN},${y + ROW / 2}`)
        .join(' ');
}
