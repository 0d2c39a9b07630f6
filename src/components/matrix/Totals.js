import { jsxs as _jsxs } from "react/jsx-runtime";
/** The numbers behind the matrix in one sentence. */
export function Totals({ data }) {
    const rows = Object.values(data.rows);
    const cells = rows.flatMap(({ cells: own }) => Object.values(own));
    const of = (verdict) => cells.filter((cell) => cell.verdict === verdict).length;
    return (_jsxs("p", { className: "totals", children: [rows.length, " rules on ", data.designs.length, " designs: ", of('holds'), " hold, ", of('violated'), " are violated,", ' ', of('not-applicable'), " do not apply, ", of('not-established'), " are not established."] }));
}
