import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Code } from './Code.tsx';
/** What the model does, and what is asked of it, side by side; both as they stand in the source files. */
export function SourceColumns({ rule }) {
    const { reference, property } = rule;
    return (_jsxs("div", { className: "columns", children: [_jsxs("div", { children: [_jsx("h3", { children: "Reference implementation" }), reference.length === 0 && _jsx("p", { children: "This rule points to no single function of the model." }), reference.map((excerpt) => (_jsx(Code, { excerpt: excerpt }, `${excerpt.file}:${excerpt.line}`)))] }), _jsxs("div", { children: [_jsx("h3", { children: "Property" }), property.map((excerpt) => (_jsx(Code, { excerpt: excerpt }, `${excerpt.file}:${excerpt.line}`)))] })] }));
}
