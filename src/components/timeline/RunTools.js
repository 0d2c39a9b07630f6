import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { scenarioFragment } from '@spec/scenario/link.ts';
import { runText } from '@spec/scenario/run-text.ts';
import { scenarioText } from './scenario-text.ts';
import { Link } from '../site/links.tsx';
/** What a reader can take away: the run as a link, as text for mail, and as a scenario for `replay`. */
export function RunTools({ run, modelHash }) {
    const { scenario } = run;
    return (_jsxs("div", { className: "run-tools", children: [_jsx("p", { children: _jsx(Link, { to: `/workbench/#${scenarioFragment({ scenario, model: modelHash })}`, children: "Open in the workbench" }) }), _jsxs("details", { className: "part", children: [_jsx("summary", { children: "As text, for mail" }), _jsxs("div", { className: "part-body", children: [_jsx("pre", { tabIndex: 0, children: runText(run) }), _jsx("button", { type: "button", className: "quiet needs-js", "data-action": "copy", children: "Copy" })] })] }), _jsxs("details", { className: "part", children: [_jsx("summary", { children: "As scenario, for lbr-contract replay" }), _jsxs("div", { className: "part-body", children: [_jsx("pre", { tabIndex: 0, children: scenarioText(scenario) }), _jsx("button", { type: "button", className: "quiet needs-js", "data-action": "copy", children: "Copy" })] })] })] }));
}
