import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Fragment } from 'react';
import { Link } from '../site/links.tsx';
import { MatrixRow } from './MatrixRow.tsx';
/** Rules by designs. A plain table: it reads without JavaScript, prints, and keeps its heads in sight while scrolling. */
export function Matrix({ data }) {
    const { chapters, designs, rows } = data;
    return (_jsx("div", { className: "matrix-scroll matrix-page", tabIndex: 0, role: "group", "aria-label": "Matrix of rules and designs", children: _jsxs("table", { className: "matrix", children: [_jsx("caption", { className: "hidden", children: "Verdict of each rule on each design" }), _jsx("thead", { children: _jsxs("tr", { children: [_jsx("th", { scope: "col", className: "corner", children: "Rule" }), designs.map(({ name }) => (_jsx("th", { scope: "col", children: _jsx(Link, { to: `/designs/${name}/`, children: name }) }, name)))] }) }), chapters
                    .filter(({ rules }) => rules.length > 0)
                    .map(({ name, title, rules }) => (_jsxs("tbody", { children: [_jsx("tr", { className: "matrix-chapter", children: _jsx("th", { scope: "rowgroup", colSpan: designs.length + 1, children: _jsx(Link, { to: `/contract/${name}/`, children: title }) }) }), rules.map((id) => {
                            const row = rows[id];
                            return (_jsx(Fragment, { children: row !== undefined && _jsx(MatrixRow, { id: id, row: row, designs: designs }) }, id));
                        })] }, name)))] }) }));
}
