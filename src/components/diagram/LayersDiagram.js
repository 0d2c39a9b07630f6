import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
/** Rules and designs go in, verdicts come out. */
export function LayersDiagram() {
    const box = (x, y, title, text) => (_jsxs("g", { children: [_jsx("rect", { x: x, y: y, width: 150, height: 56, rx: 6, className: "diagram-box" }), _jsx("text", { x: x + 75, y: y + 24, textAnchor: "middle", className: "diagram-title", children: title }), _jsx("text", { x: x + 75, y: y + 43, textAnchor: "middle", className: "diagram-text", children: text })] }));
    return (_jsxs("svg", { className: "diagram", viewBox: "0 0 560 150", role: "img", "aria-label": "Rules and designs go into the checker; verdicts and shortest traces come out", children: [box(5, 8, 'Rules', 'sentence + property'), box(5, 86, 'Designs', 'switches of a kernel'), box(205, 47, 'Checker', 'search and walks'), box(405, 8, 'Verdicts', 'with bound and seed'), box(405, 86, 'Traces', 'shortest violation'), _jsx("path", { d: "M155 36 L205 66 M155 114 L205 84 M355 66 L405 36 M355 84 L405 114", className: "diagram-line" })] }));
}
