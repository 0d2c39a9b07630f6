import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { readPublications, type Publications } from './data/publications.ts';

/**
 * The change log as data for its page and as an Atom feed, a page for each retired rule under the permalink that it
 * always had, and the files that other programs read: rules.json and contract.rst.
 */
export default function changeFeedPlugin({ siteDir, siteConfig, baseUrl }: LoadContext): Plugin {
  const origin = siteConfig.customFields?.['site'];
  const site = typeof origin === 'string' ? `${origin}${baseUrl}`.replace(/\/$/, '') : undefined;
  let published: Publications = { changes: [], files: {} };
  return {
    name: 'lbr-changes',
    getPathsToWatch: () => [path.join(siteDir, 'registry/rules.json')],
    async loadContent() {
      published = readPublications(siteDir, site);
    },
    async contentLoaded({ actions }) {
      await actions.createData('changes.json', JSON.stringify(published.changes));
      for (const change of published.changes.filter(({ kind }) => kind === 'retired')) {
        const data = await actions.createData(`retired-${change.id}.json`, JSON.stringify(change));
        const component = '@site/src/components/changes/RetiredPage.tsx';
        actions.addRoute({ path: `${baseUrl}r/${change.id}/`, component, modules: { change: data }, exact: true });
      }
    },
    async postBuild({ outDir }) {
      for (const [file, text] of Object.entries(published.files)) writeFileSync(path.join(outDir, file), text);
    },
    injectHtmlTags: () => ({
      headTags: [
        {
          tagName: 'link',
          attributes: {
            rel: 'alternate',
            type: 'application/atom+xml',
            title: 'Changes of rules',
            href: `${baseUrl}changes.atom`,
          },
        },
      ],
    }),
  };
}
