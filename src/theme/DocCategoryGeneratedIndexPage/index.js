import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import Layout from '@theme/Layout';
import { Link } from '@site/src/components/site/links.tsx';
export default function DocCategoryGeneratedIndexPage({ categoryGeneratedIndex }) {
    const { title, description } = categoryGeneratedIndex;
    return (_jsxs(Layout, { title: title, children: [_jsx("h1", { children: title }), description !== undefined && _jsx("p", { children: description }), _jsx(Link, { to: "/", children: "All rules" })] }));
}
