import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { Sentences } from './Sentences.tsx';
const WORD = { new: 'new', revised: 'revised', retired: 'retired' };
/** One change of one rule: what, why, and both sentences where there are two. */
export function Change({ change }) {
    const { id, kind, revision, title, reason, after } = change;
    return (_jsxs(_Fragment, { children: [_jsxs("p", { children: [_jsx(Link, { to: `/r/${id}/`, className: "rule-ref", children: id }), ' ', "r", revision, " ", _jsx("strong", { children: WORD[kind] }), ": ", _jsx(RichText, { text: title })] }), kind === 'new' ? (_jsx("p", { children: after !== undefined && _jsx(RichText, { text: after, normative: true }) })) : (_jsxs(_Fragment, { children: [_jsxs("p", { children: ["Why: ", _jsx(RichText, { text: reason })] }), _jsx(Sentences, { change: change })] }))] }));
}
