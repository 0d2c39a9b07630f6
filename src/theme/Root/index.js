import { jsx as _jsx } from "react/jsx-runtime";
import { useMemo } from 'react';
import useBrokenLinks from '@docusaurus/useBrokenLinks';
import { useBaseUrlUtils } from '@docusaurus/useBaseUrl';
import { LinksContext } from '@site/src/components/site/links.tsx';
export default function Root({ children }) {
    const { withBaseUrl } = useBaseUrlUtils();
    const check = useBrokenLinks();
    const links = useMemo(() => ({
        href(path) {
            // Docusaurus gives links between documents with the base path in place; withBaseUrl() leaves those alone.
            const url = path.startsWith('#') ? path : withSlash(withBaseUrl(path));
            // The workbench keeps its state in the fragment, which is no anchor.
            check.collectLink(url.replace(/#t=1&.*/, ''));
            return url;
        },
        anchor: (id) => check.collectAnchor(id),
    }), [withBaseUrl, check]);
    return _jsx(LinksContext, { value: links, children: children });
}
/** Every page is a folder with an index: a link that lacks the slash would be answered by a redirect, or by nothing. */
function withSlash(url) {
    const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(url) ?? [];
    return /(\/|\.(json|xml|txt|svg|ftrace))$/.test(path) ? url : `${path}/${rest}`;
}
