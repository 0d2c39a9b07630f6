import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { VerdictMark } from '../rule/VerdictMark.tsx';
const meanings = [
    ['holds', 'no reachable state or walk within the stated bound breaks the rule'],
    ['violated', 'a run of the model breaks it; the cell leads to the shortest one'],
    ['not-applicable', 'the design lacks what the rule is about; the reason is given'],
    ['not-established', 'the bound was reached without an answer'],
];
/** What the signs mean. */
export function Legend() {
    return (_jsx("dl", { className: "legend", children: meanings.map(([verdict, meaning]) => (_jsxs("div", { children: [_jsx("dt", { children: _jsx(VerdictMark, { verdict: verdict }) }), _jsx("dd", { children: meaning })] }, verdict))) }));
}
