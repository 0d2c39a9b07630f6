import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { withheldIn } from '../src/node/withheld.ts';
import { agentHash, cpuHash, judgeHash, seriesHash } from '../src/node/lab-hashes.ts';
import { readMutation } from './data/mutation.ts';
import { documentLinks } from './data/documents.ts';
import { readSiteData } from './data/read.ts';
import { publishedFiles, removeWithheldTraces } from './data/published-files.ts';
import { ruleIndex } from '../src/site-data/rule-index.ts';
import { searchIndex } from './data/search-index.ts';
import type { SiteData } from '../src/site-data/types.ts';
import { addPages } from './pages.ts';
import { requireChapterPages } from './chapter-pages.ts';

/** Brings rules, designs and verdicts into the build: one data file per rule, and the pages that are made of data. */
export default function specPlugin(context: LoadContext): Plugin {
  const { siteDir, baseUrl } = context;
  let built: SiteData | undefined;
  return {
    name: 'lbr-spec',
    getPathsToWatch: () =>
      ['verdicts/verdicts.json', 'ground-truth/*.json', 'mutate/*.json', 'src/spec/**/*.ts'].map((file) =>
        path.join(siteDir, file),
      ),
    async contentLoaded({ actions }) {
      const data = readSiteData(siteDir);
      built = data;
      requireChapterPages(path.join(siteDir, 'docs/contract'), data);
      const { run, chapters, designs, rules, groundTruthHash } = data;
      const docs = path.join(siteDir, 'docs');
      const documents = documentLinks(docs);
      actions.setGlobalData({
        documents,
        run,
        chapters,
        designs: designs.map(({ name, title }) => ({ name, title })),
        rules: ruleIndex(data),
        groundTruthHash,
        lab: {
          agent: agentHash(siteDir),
          cpu: cpuHash(siteDir),
          judge: judgeHash(siteDir),
          series: seriesHash(siteDir),
        },
      });
      for (const rule of rules) await actions.createData(`rule-${rule.id}.json`, JSON.stringify(rule));
      await actions.createData('mutation.json', JSON.stringify(readMutation(siteDir)));
      await addPages(data, actions, baseUrl);
    },
    async postBuild({ outDir }) {
      removeWithheldTraces(outDir, withheldIn(siteDir));
      writeFileSync(
        path.join(outDir, 'search-index.json'),
        JSON.stringify(searchIndex(built ?? readSiteData(siteDir))),
      );
    },
    configureWebpack: () => ({
      resolve: {
        alias: { ...publishedFiles(siteDir, context.generatedFilesDir), '@spec': path.join(siteDir, 'src/spec') },
      },
    }),
  };
}
