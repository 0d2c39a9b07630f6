import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
import { verdictWords } from '../rule/verdict-words.ts';
/** One verdict, leading to its evidence. Hundreds of these stand on one page: as little markup as can be. */
export function MatrixCell({ rule, design, cell }) {
    if (cell === undefined)
        return _jsx("td", {});
    const { sign, short } = verdictWords[cell.verdict];
    return (_jsx("td", { className: `cell cell-${cell.verdict}${cell.surprise ? ' cell-surprise' : ''}`, children: _jsxs(Link, { to: `/r/${rule}/#on-${design}`, children: [_jsx("b", { "aria-hidden": "true", children: sign }), " ", short] }) }));
}
