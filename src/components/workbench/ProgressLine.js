import { jsx as _jsx, Fragment as _Fragment, jsxs as _jsxs } from "react/jsx-runtime";
const number = (value) => value.toLocaleString('en-US');
/** How far the search is. */
export function ProgressLine({ progress }) {
    const { what, states, statesPerSecond, frontier, depth, runs } = progress;
    return (_jsxs("p", { className: "progress", children: [what, ":", ' ', states > 0 && (_jsxs(_Fragment, { children: [_jsx("b", { children: number(states) }), " states, ", number(statesPerSecond), " per second, ", number(frontier), " waiting, depth", ' ', depth] })), runs > 0 && (_jsxs(_Fragment, { children: [_jsx("b", { children: number(runs) }), " runs"] }))] }));
}
