import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import Layout from '@theme/Layout';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { CompareLinks } from './CompareLinks.tsx';
import { SwitchMatrix } from './SwitchMatrix.tsx';
/** All designs, and all their switches in one table. */
export default function DesignsPage({ data }) {
    return (_jsx(Layout, { title: "Designs", description: "Kernel releases, posted series and proposals as points over the same switches", wide: true, children: _jsxs("article", { "data-pagefind-body": "", children: [_jsx("h1", { children: "Designs" }), _jsx("p", { className: "lead", children: "A design is a point over policy switches: a kernel release, a posted series or a proposal. The same properties judge all of them." }), _jsx("ul", { className: "design-cards", children: data.designs.map((design) => (_jsxs("li", { children: [_jsx("h2", { children: _jsx(Link, { to: `/designs/${design.name}/`, children: design.title }) }), _jsx("p", { children: _jsx(RichText, { text: design.summary }) }), _jsx(Counts, { data: data, name: design.name }), _jsxs("details", { className: "part", children: [_jsx("summary", { children: "Compare with" }), _jsx(CompareLinks, { name: design.name, designs: data.designs })] })] }, design.name))) }), _jsx("h2", { children: "Switches by design" }), _jsx(SwitchMatrix, { data: data })] }) }));
}
function Counts({ data, name }) {
    const verdicts = Object.values(data.rows).map((row) => row.cells[name]?.verdict);
    const of = (wanted) => verdicts.filter((verdict) => verdict === wanted).length;
    return (_jsxs("p", { className: "hint", children: [of('holds'), " hold, ", of('violated'), " violated, ", of('not-established'), " not established, ", of('not-applicable'), " not applicable"] }));
}
