import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { MDXProvider } from '@mdx-js/react';
import Layout from '@theme/Layout';
import MDXComponents from '@theme/MDXComponents';
import { Pager } from '@site/src/components/site/Pager.tsx';
/** A document: a chapter of the contract, or a page about how it is made and used. */
export default function DocItem({ content: Text }) {
    const { metadata, contentTitle, frontMatter } = Text;
    const title = contentTitle === undefined && frontMatter.hide_title !== true;
    return (_jsxs(Layout, { title: metadata.title, description: metadata.description, children: [_jsxs("article", { className: "doc", "data-pagefind-body": "", children: [title && _jsx("h1", { children: metadata.title }), _jsx(MDXProvider, { components: MDXComponents, children: _jsx(Text, {}) })] }), _jsx(Pager, { previous: metadata.previous, next: metadata.next })] }));
}
