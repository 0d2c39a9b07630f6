import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import Layout from '@theme/Layout';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { CompareLinks } from './CompareLinks.tsx';
import { RulesWithVerdict } from './RulesWithVerdict.tsx';
import { SwitchTable } from './SwitchTable.tsx';
const parts = [
    ['violated', 'What it breaks'],
    ['not-established', 'What is not established'],
    ['holds', 'What it keeps'],
    ['not-applicable', 'What does not apply'],
];
/** One design: what it decides, what it keeps, what it breaks. */
export default function DesignPage({ data }) {
    const { design, designs, switches } = data;
    return (_jsx(Layout, { title: design.title, description: design.summary, children: _jsxs("article", { className: "doc", "data-pagefind-body": "", children: [_jsx("p", { className: "crumb", children: _jsx(Link, { to: "/designs/", children: "Designs" }) }), _jsx("h1", { children: design.title }), _jsx("p", { className: "lead", children: _jsx(RichText, { text: design.summary }) }), parts.map(([verdict, title]) => (_jsx(RulesWithVerdict, { title: title, verdict: verdict, design: design.name, data: data }, verdict))), _jsx("h2", { children: "Compared with" }), _jsx(CompareLinks, { name: design.name, designs: designs }), _jsx("h2", { children: "Switches" }), _jsx(SwitchTable, { design: design, switches: switches })] }) }));
}
