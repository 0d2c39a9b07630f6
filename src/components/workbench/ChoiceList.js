import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "react/jsx-runtime";
/** What can happen next: enabled actions as buttons, the others with the reason why not. */
export function ChoiceList({ choices, onTake }) {
    const enabled = choices.filter((choice) => choice.enabled);
    const blocked = choices.filter((choice) => !choice.enabled);
    return (_jsxs(_Fragment, { children: [_jsx("ul", { className: "choices", "aria-label": "Enabled actions", children: enabled.map((choice) => (_jsx("li", { children: _jsx("button", { type: "button", onClick: () => onTake(choice), children: call(choice) }) }, call(choice)))) }), enabled.length === 0 && _jsx("p", { children: "No action is enabled here." }), _jsxs("details", { className: "part", children: [_jsxs("summary", { children: ["Not enabled now (", blocked.length, ")"] }), _jsx("ul", { className: "blocked part-body", children: blocked.map((choice) => (_jsxs("li", { children: [_jsx("code", { children: call(choice) }), " ", choice.blockedBy ?? 'its precondition is not met'] }, call(choice)))) })] })] }));
}
function call({ op, args }) {
    return `${op}(${Object.entries(args)
        .map(([key, value]) => `${key}=${value}`)
        .join(', ')})`;
}
