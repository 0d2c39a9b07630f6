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
        const url = path.startsWith('#') ? path : withBaseUrl(path);
        check.collectLink(url);
        return url;
      },
      anchor: (id) => check.collectAnchor(id),
    }),
    [withBaseUrl, check],
  );
  return <LinksContext value={links}>{children}</LinksContext>;
}
