import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { usePluginData } from '@docusaurus/useGlobalData';
import { Link } from './links.tsx';
import { pages } from './pages.ts';
/**
 * The chapters, and the rules of the chapter that is open. Beside the text where there is room; a popover of the
 * browser's own where there is not, so that it opens without JavaScript.
 */
export function Contents({ pathname }) {
    const { chapters, rules } = usePluginData('lbr-spec');
    return (_jsxs("nav", { id: "contents", className: "contents", popover: "auto", "aria-label": "Contents", children: [_jsx("ul", { className: "contents-pages", children: pages.map(({ to, title }) => (_jsx("li", { children: _jsx(Link, { to: to, children: title }) }, to))) }), _jsx("p", { className: "contents-title", children: "Contract" }), _jsx("ol", { children: chapters.map(({ name, title, rules: own }) => {
                    const open = pathname.endsWith(`/contract/${name}/`);
                    return (_jsxs("li", { children: [_jsxs(Link, { to: `/contract/${name}/`, "aria-current": open ? 'page' : undefined, children: [title, " ", _jsx("span", { className: "count", children: own.length })] }), open && (_jsx("ol", { className: "contents-rules", children: own.map((id) => (_jsx("li", { children: _jsxs("a", { href: `#${id}`, children: [_jsx("span", { className: "id", children: id.slice(4) }), " ", rules[id]?.title] }) }, id))) }))] }, name));
                }) })] }));
}
