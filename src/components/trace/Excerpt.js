import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { useEffect, useRef } from 'react';
import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
import styles from './trace.module.css';
/** The lines of the CPU around a violation, as they are in the file, and the lines that prove it. */
export function Excerpt({ violation }) {
    const here = useRef(null);
    useEffect(() => here.current?.scrollIntoView({ block: 'nearest' }), [violation]);
    const shows = new Map(violation.evidence.map((evidence) => [evidence.line, evidence.shows]));
    const elsewhere = violation.evidence.filter(({ line }) => violation.excerpt.every((one) => one.line !== line));
    return (_jsxs("figure", { className: styles.excerpt, "aria-label": `Lines around line ${violation.line}`, children: [_jsxs("figcaption", { children: [_jsx(RuleRef, { id: violation.rule }), " at line ", violation.line, ", CPU ", violation.cpu, ", thread ", violation.pid, ":", ' ', violation.message] }), elsewhere.map(({ line, shows: what }) => (_jsxs("p", { children: ["Line ", line, ": ", what] }, line))), _jsx("div", { className: "scroll", tabIndex: 0, role: "group", "aria-label": "Lines", children: _jsx("table", { children: _jsx("tbody", { children: violation.excerpt.map(({ line, text }) => (_jsxs("tr", { ref: line === violation.line ? here : undefined, className: line === violation.line ? styles.here : shows.has(line) ? styles.proof : undefined, children: [_jsxs("th", { scope: "row", children: [line === violation.line ? '▶ ' : '', line] }), _jsx("td", { children: _jsx("code", { children: text }) })] }, line))) }) }) })] }));
}
