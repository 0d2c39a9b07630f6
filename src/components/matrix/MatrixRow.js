import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
import { MatrixCell } from './MatrixCell.tsx';
export function MatrixRow({ id, row, designs }) {
    return (_jsxs("tr", { "data-rule": id, children: [_jsx("th", { scope: "row", children: _jsxs(Link, { to: `/r/${id}/`, children: [_jsx("span", { className: "id", children: id }), " ", _jsx("span", { className: "matrix-title", children: row.title })] }) }), designs.map(({ name }) => (_jsx(MatrixCell, { rule: id, design: name, cell: row.cells[name] }, name)))] }));
}
