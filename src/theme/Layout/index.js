import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "react/jsx-runtime";
import Head from '@docusaurus/Head';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import { useBaseUrlUtils } from '@docusaurus/useBaseUrl';
import { useLocation } from '@docusaurus/router';
import { usePluginData } from '@docusaurus/useGlobalData';
import { Header } from '@site/src/components/site/Header.tsx';
import { Footer } from '@site/src/components/site/Footer.tsx';
import { Contents } from '@site/src/components/site/Contents.tsx';
export default function Layout({ title, description, wide = false, app = false, children }) {
    const { siteConfig } = useDocusaurusContext();
    const { withBaseUrl } = useBaseUrlUtils();
    const { pathname } = useLocation();
    const { run } = usePluginData('lbr-spec');
    const name = title === undefined ? siteConfig.title : `${title} · ${siteConfig.title}`;
    const summary = description ?? siteConfig.tagline;
    return (_jsxs(_Fragment, { children: [_jsxs(Head, { children: [_jsx("title", { children: name }), _jsx("meta", { name: "description", content: summary }), _jsx("meta", { property: "og:title", content: name }), _jsx("meta", { property: "og:description", content: summary }), _jsx("link", { rel: "canonical", href: siteConfig.url + pathname }), _jsx("meta", { name: "lbr-base", content: withBaseUrl('/') }), _jsx("meta", { name: "lbr-version", content: run.version }), _jsx("meta", { name: "lbr-model", content: run.modelHash }), app && _jsx("meta", { name: "lbr-page", content: "app" })] }), _jsx("a", { className: "skip", href: "#main", children: "Skip to the text" }), _jsx(Header, {}), _jsxs("div", { className: wide ? 'frame frame-wide' : 'frame', children: [_jsx(Contents, { pathname: pathname }), _jsx("main", { id: "main", tabIndex: -1, children: children })] }), _jsx(Footer, {})] }));
}
