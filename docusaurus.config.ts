import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '@docusaurus/types';
import { readSiteData } from './plugins/data/read.ts';
import { ruleIndex } from './src/site-data/rule-index.ts';
import remarkRules from './plugins/remark-rules.ts';
import { siteAddressOf } from './plugins/site-address.ts';
import { themeScript } from './plugins/theme-script.ts';

const rules = ruleIndex(readSiteData(__dirname));
const { url, repository } = siteAddressOf(__dirname);

const config: Config = {
  title: 'LBR Contract',
  tagline: 'The contract between KVM and perf for Last Branch Records, as an executable specification',
  // Docusaurus wants an address. Where none is configured, nothing that is published shows this one.
  url: url ?? 'http://localhost',
  customFields: { site: url ?? null, repository: repository ?? null },
  baseUrl: process.env['BASE_URL'] ?? '/',
  trailingSlash: true,
  baseUrlIssueBanner: false,
  favicon: 'img/favicon.svg',
  future: { v4: true },
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  markdown: {
    // Headings with an ID of their own: `## Question {#when}`.
    mdx1Compat: { headingIds: true },
    hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' },
  },
  headTags: [
    { tagName: 'script', attributes: {}, innerHTML: themeScript },
    { tagName: 'meta', attributes: { name: 'color-scheme', content: 'light dark' } },
  ],
  themes: ['./plugins/theme.ts'],
  plugins: [
    [
      '@docusaurus/plugin-content-docs',
      {
        path: 'docs',
        routeBasePath: '/',
        sidebarPath: './sidebars.ts',
        breadcrumbs: false,
        showLastUpdateTime: existsSync(path.join(__dirname, '.git')),
        ...(repository === undefined ? {} : { editUrl: `${repository}/edit/main/` }),
        beforeDefaultRemarkPlugins: [[remarkRules, { rules }]],
      },
    ],
    ['@docusaurus/plugin-content-pages', {}],
    // A sitemap lists addresses: without one there is nothing to list.
    url !== undefined && ['@docusaurus/plugin-sitemap', {}],
    './plugins/spec.ts',
    './plugins/change-feed.ts',
  ],
};

export default config;
