import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
/**
 * The button that runs the property in the reader's browser. What it needs to know stands beside it; the code behind it
 * is loaded when it is pressed.
 */
export function RunHere({ rule }) {
    const stored = rule.verdicts
        .filter(({ verdict }) => verdict !== 'not-applicable')
        .map(({ design, verdict, how }) => ({ design, verdict, seed: how?.seed ?? 0 }));
    return (_jsxs("div", { className: "run-here needs-js", "data-run-here": rule.id, "data-stored": JSON.stringify(stored), children: [_jsx("button", { type: "button", "data-action": "run-here", children: "Run it here" }), ' ', _jsx("span", { className: "hint", children: "checks the same property in this browser and compares" })] }));
}
