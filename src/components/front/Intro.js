import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
/** What this is, for a reader who comes from a mail. */
export function Intro() {
    return (_jsxs("header", { className: "intro", children: [_jsx("h1", { children: "The contract between KVM and perf for Last Branch Records" }), _jsx("p", { className: "lead", children: "KVM gives a guest the LBRs, perf gives them to the host, and one CPU has one set. Each rule below says what either side may rely on. Each verdict is what a run of that rule on a model of that kernel gave; each \u201Cviolated\u201D opens the shortest run that shows it." })] }));
}
