import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import Layout from '@theme/Layout';
import matrix from '@generated/lbr-spec/default/matrix.json';
import { Intro } from '@site/src/components/front/Intro.tsx';
import { Legend } from '@site/src/components/matrix/Legend.tsx';
import { Matrix } from '@site/src/components/matrix/Matrix.tsx';
import { Totals } from '@site/src/components/matrix/Totals.tsx';
export default function FrontPage() {
    const data = matrix;
    return (_jsx(Layout, { wide: true, children: _jsxs("article", { "data-pagefind-body": "", children: [_jsx(Intro, {}), _jsx("h2", { id: "matrix", children: "Rules by designs" }), _jsx(Totals, { data: data }), _jsx(Legend, {}), _jsx(Matrix, { data: data })] }) }));
}
