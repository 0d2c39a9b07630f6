import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import BrowserOnly from '@docusaurus/BrowserOnly';
import Layout from '@theme/Layout';
import { TraceDesk } from '@site/src/components/trace/TraceDesk.tsx';
export default function TracePage() {
    return (_jsxs(Layout, { title: "Check a trace", description: "Judge an ftrace recording of a real host, in your browser", wide: true, app: true, children: [_jsx("h1", { children: "Check a trace" }), _jsxs("p", { className: "lead", children: ["Text of ", _jsx("code", { children: "/sys/kernel/tracing/trace" }), ", ", _jsx("code", { children: "trace-cmd report" }), " or ", _jsx("code", { children: "perf script" }), ", plain, gzip or zstd, of any size. It is judged here, in a worker of your browser: nothing leaves this machine."] }), _jsx("noscript", { children: _jsxs("p", { className: "problem", children: ["This page needs JavaScript. The same in a terminal: ", _jsx("code", { children: "npx lbr-contract check-trace FILE" }), "."] }) }), _jsx(BrowserOnly, { fallback: _jsx("p", { className: "hint needs-js", children: "Loading\u2026" }), children: () => _jsx(TraceDesk, {}) })] }));
}
