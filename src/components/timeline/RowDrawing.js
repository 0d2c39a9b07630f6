import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { COLUMN, ROW } from './layout.ts';
export function RowDrawing({ row, violated }) {
    switch (row.kind) {
        case 'head':
            return null;
        case 'lane':
            return row.steps.map((step) => (_jsxs("g", { className: step === violated ? 'step step-violated' : 'step', children: [_jsx("circle", { cx: (step + 1.5) * COLUMN, cy: row.y + ROW / 2, r: 10 }), _jsx("text", { x: (step + 1.5) * COLUMN, y: row.y + ROW / 2 + 4, textAnchor: "middle", children: step + 1 })] }, step)));
        case 'band':
            return row.segments.map((segment) => _jsx(Band, { segment: segment, y: row.y }, segment.from));
        case 'bar':
            return row.segments.map(({ from, to }) => (_jsx("rect", { className: "bar", x: from * COLUMN + 1, y: row.y + 6, width: (to - from + 1) * COLUMN - 2, height: ROW - 12, rx: 2 }, from)));
        case 'ring':
            return row.segments.map(({ from, to, value, executor }) => (_jsxs("g", { className: `record record-${executor}`, children: [_jsx("rect", { x: from * COLUMN + 1, y: row.y + 2, width: (to - from + 1) * COLUMN - 2, height: ROW - 4, rx: 3 }), _jsx("text", { x: from * COLUMN + 8, y: row.y + ROW / 2 + 4, children: value })] }, from)));
    }
}
const CHARACTER = 6.4;
function Band({ segment: { from, to, value }, y }) {
    const width = (to - from + 1) * COLUMN - 2;
    const room = Math.floor((width - 8) / CHARACTER);
    const text = value.length <= room ? value : room >= 3 ? `${value.slice(0, room - 1)}…` : '';
    return (_jsxs("g", { className: value === 'nobody' ? 'band band-nobody' : 'band', children: [_jsx("rect", { x: from * COLUMN + 1, y: y + 2, width: width, height: ROW - 4, rx: 3, children: _jsx("title", { children: value }) }), _jsx("text", { x: from * COLUMN + 6, y: y + ROW / 2 + 4, children: text })] }));
}
