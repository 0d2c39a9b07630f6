import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Change } from './Change.tsx';
/** Every change of every rule, by day, the newest first. */
export function ChangeLog({ changes }) {
    const days = [...new Set(changes.map(({ date }) => date))];
    if (days.length === 0)
        return _jsx("p", { children: "No rule is registered yet." });
    return days.map((day) => (_jsxs("section", { children: [_jsx("h2", { id: day, children: _jsx("time", { dateTime: day, children: day }) }), _jsx("ul", { className: "changes", children: changes
                    .filter(({ date }) => date === day)
                    .map((change) => (_jsx("li", { children: _jsx(Change, { change: change }) }, `${change.id}-${change.kind}-${change.revision}`))) })] }, day)));
}
