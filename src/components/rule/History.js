import { jsx as _jsx, Fragment as _Fragment, jsxs as _jsxs } from "react/jsx-runtime";
import { RichText } from '../text/RichText.tsx';
/** Revisions, newest first, with the sentence that each replaced. */
export function History({ rule }) {
    const { history = [] } = rule;
    if (history.length === 0)
        return null;
    return (_jsxs(_Fragment, { children: [_jsx("h3", { children: "History" }), _jsx("ol", { className: "history", reversed: true, children: [...history].reverse().map(({ revision, date, reason, before }) => (_jsxs("li", { value: revision, children: [_jsx("time", { dateTime: date, children: date }), " ", _jsx(RichText, { text: reason }), before !== undefined && (_jsxs(_Fragment, { children: [' ', "Before:", ' ', _jsx("del", { children: _jsx(RichText, { text: before }) })] }))] }, revision))) })] }));
}
