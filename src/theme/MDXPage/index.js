import { jsx as _jsx } from "react/jsx-runtime";
import { MDXProvider } from '@mdx-js/react';
import Layout from '@theme/Layout';
import MDXComponents from '@theme/MDXComponents';
export default function MDXPage({ content: Text }) {
    const { title, description } = Text.metadata;
    return (_jsx(Layout, { ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }), children: _jsx("article", { className: "doc", "data-pagefind-body": "", children: _jsx(MDXProvider, { components: MDXComponents, children: _jsx(Text, {}) }) }) }));
}
