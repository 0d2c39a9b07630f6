import { jsxs as _jsxs, jsx as _jsx } from "react/jsx-runtime";
import styles from './trace.module.css';
const WIDTH = 800;
const LEFT = 70;
const LANE = 28;
/** Violations on a lane per CPU, by time or, where lines have none, by line number. */
export function TraceTimeline({ violations, chosen, onChoose }) {
    const cpus = [...new Set(violations.map(({ cpu }) => cpu))].sort((a, b) => a - b);
    const at = violations.map(({ time, line }) => (time === '' ? line : Number(time)));
    const first = Math.min(...at);
    const span = Math.max(...at) - first || 1;
    const x = (index) => LEFT + ((at[index] - first) / span) * (WIDTH - LEFT - 20);
    return (_jsxs("figure", { className: styles.timeline, children: [_jsxs("svg", { viewBox: `0 0 ${WIDTH} ${cpus.length * LANE + 24}`, role: "group", "aria-label": "Violations by CPU and time", children: [cpus.map((cpu, lane) => (_jsxs("g", { children: [_jsxs("text", { x: 0, y: lane * LANE + 19, children: ["CPU ", cpu] }), _jsx("line", { x1: LEFT, x2: WIDTH - 10, y1: lane * LANE + 14, y2: lane * LANE + 14 })] }, cpu))), violations.map(({ cpu, line, rule }, index) => (_jsx("path", { d: `M ${x(index)} ${cpus.indexOf(cpu) * LANE + 7} l 7 7 l -7 7 l -7 -7 z`, className: index === chosen ? styles.chosen : undefined, onClick: () => onChoose(index), children: _jsxs("title", { children: ["line ", line, ": ", rule] }) }, `${rule}-${line}`))), _jsx("text", { x: LEFT, y: cpus.length * LANE + 18, children: label(violations[at.indexOf(first)]) }), _jsx("text", { x: WIDTH - 10, y: cpus.length * LANE + 18, textAnchor: "end", children: label(violations[at.indexOf(Math.max(...at))]) })] }), _jsx("figcaption", { children: "Each mark is a violation; the list below has the same ones for the keyboard." })] }));
}
function label({ time, line }) {
    return time === '' ? `line ${line}` : `${time} s, line ${line}`;
}
