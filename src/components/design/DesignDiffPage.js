import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "react/jsx-runtime";
import Layout from '@theme/Layout';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { VerdictMark } from '../rule/VerdictMark.tsx';
/** What changes from one design to another: switches, then the verdicts that follow. */
export default function DesignDiffPage({ data }) {
    const { before, after } = data;
    return (_jsx(Layout, { title: `${before} to ${after}`, description: `Switches and verdicts that differ between ${before} and ${after}`, children: _jsxs("article", { className: "doc", "data-pagefind-ignore": "", children: [_jsx("p", { className: "crumb", children: _jsx(Link, { to: "/designs/", children: "Designs" }) }), _jsxs("h1", { children: ["From ", _jsx(Link, { to: `/designs/${before}/`, children: before }), " to ", _jsx(Link, { to: `/designs/${after}/`, children: after })] }), _jsx(Verdicts, { data: data }), _jsx(Switches, { data: data })] }) }));
}
function Verdicts({ data: { before, after, rows } }) {
    const changed = Object.entries(rows).filter(([, { cells }]) => cells[before]?.verdict !== cells[after]?.verdict);
    return (_jsxs(_Fragment, { children: [_jsxs("h2", { children: ["Verdicts (", changed.length, ")"] }), changed.length === 0 && _jsx("p", { children: "Every rule has the same verdict on both." }), _jsx("ul", { className: "rule-list", children: changed.map(([id, { title, cells }]) => (_jsxs("li", { children: [_jsx(Link, { to: `/r/${id}/`, className: "rule-ref", children: id }), ' ', title, _jsxs("span", { className: "change", children: [cells[before] !== undefined && _jsx(VerdictMark, { verdict: cells[before].verdict }), ' ', _jsx("span", { "aria-label": "becomes", children: "\u2192" }), ' ', cells[after] !== undefined && _jsx(VerdictMark, { verdict: cells[after].verdict })] })] }, id))) })] }));
}
function Switches({ data: { before, after, designs, switches } }) {
    const from = designs.find(({ name }) => name === before)?.settings;
    const to = designs.find(({ name }) => name === after)?.settings;
    const changed = switches.filter(({ world, name }) => from?.[world][name] !== to?.[world][name]);
    return (_jsxs(_Fragment, { children: [_jsxs("h2", { children: ["Switches (", changed.length, ")"] }), changed.length === 0 && _jsx("p", { children: "Every switch has the same value in both." }), _jsx("dl", { className: "switch-diff", children: changed.map(({ world, name, question, values }) => (_jsxs("div", { children: [_jsx("dt", { children: _jsx(RichText, { text: question }) }), [from?.[world][name], to?.[world][name]].map((value, index) => (_jsxs("dd", { children: [index === 0 ? before : after, ": ", _jsx("code", { children: value ?? 'no such switch' }), ' ', _jsx(RichText, { text: values[value ?? ''] ?? '' })] }, index)))] }, `${world}.${name}`))) })] }));
}
