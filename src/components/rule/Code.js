import { jsxs as _jsxs, jsx as _jsx } from "react/jsx-runtime";
import { Fragment } from 'react';
/** A piece of a source file with its place. */
export function Code({ excerpt }) {
    const { file, line, lines } = excerpt;
    return (_jsxs("figure", { className: "code", children: [_jsxs("figcaption", { children: [file, ":", line] }), _jsx("pre", { tabIndex: 0, "aria-label": `${file}, line ${line}`, children: _jsx("code", { children: lines.map((tokens, number) => (_jsxs(Fragment, { children: [tokens.map(([kind, text], index) => kind === 'plain' || kind === 'name' ? (text) : (_jsx("span", { className: `t-${kind}`, children: text }, index))), '\n'] }, number))) }) })] }));
}
