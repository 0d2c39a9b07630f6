import { useMemo, type ReactNode } from 'react';
import useBrokenLinks from '@docusaurus/useBrokenLinks';
import { useBaseUrlUtils } from '@docusaurus/useBaseUrl';
import { LinksContext, type Links } from '@site/src/components/site/links.tsx';

export default function Root({ children }: { readonly children: ReactNode }) {
  const { withBaseUrl } = useBaseUrlUtils();
  const check = useBrokenLinks();
  const links = useMemo<Links>(
    () => ({
      href(path) {
        // Docusaurus gives links between documents with the base path in place; withBaseUrl() leaves those alone.
        const url = path.startsWith('#') ? path : withSlash(withBaseUrl(path));
        // Files that the build adds; that they are there is a test of the built site.
        if (FILE.test(url)) return url;
        // The workbench keeps its state in the fragment, which is not an anchor.
        check.collectLink(url.replace(/#t=1&.*/, ''));
        return url;
      },
      anchor: (id) => check.collectAnchor(id),
    }),
    [withBaseUrl, check],
  );
  return <LinksContext value={links}>{children}</LinksContext>;
}

const FILE = /\.(json|xml|txt|svg|ftrace|rst|atom)$/;

/** Every page is a folder with an index: a link that lacks the slash would be answered by a redirect, or by nothing. */
function withSlash(url: string): string {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(url) ?? [];
  return path.endsWith('/') || FILE.test(path) ? url : `${path}/${rest}`;
}
