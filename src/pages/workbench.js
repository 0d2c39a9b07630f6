import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import Layout from '@theme/Layout';
import BrowserOnly from '@docusaurus/BrowserOnly';
import workbench from '@generated/lbr-spec/default/workbench.json';
import { Workbench } from '@site/src/components/workbench/Workbench.tsx';
export default function WorkbenchPage() {
    const data = workbench;
    return (_jsxs(Layout, { title: "Workbench", description: "Flip the switches of a design and explore it in the browser", wide: true, app: true, children: [_jsx("h1", { children: "Workbench" }), _jsx("p", { className: "lead", children: "Take a design, flip its switches, and explore every state up to a bound, here in this browser. A violation opens as a timeline. Everything below is in the address of the page." }), _jsx("noscript", { children: _jsxs("p", { className: "problem", children: ["The workbench needs JavaScript. The same in a terminal: ", _jsx("code", { children: "npx lbr-contract verify --design v7.3" }), "."] }) }), _jsx("div", { className: "workbench-place", children: _jsx(BrowserOnly, { fallback: _jsx("p", { className: "hint needs-js", children: "Loading the workbench\u2026" }), children: () => _jsx(Workbench, { data: data }) }) })] }));
}
