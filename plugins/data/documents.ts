import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DocumentLink } from '../../src/site-data/document-link.ts';

/** The pages of docs/ beside the chapters, those for maintainers last. Throws an Error for one without a title. */
export function documentLinks(docs: string): DocumentLink[] {
  return readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /\.mdx?$/.test(file) && !file.startsWith('contract/'))
    .sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b))
    .map((file) => {
      const title = /^---\n[\s\S]*?^title: (.+)$[\s\S]*?^---$/m.exec(readFileSync(path.join(docs, file), 'utf8'))?.[1];
      if (title === undefined) throw new Error(`docs/${file} has no title in its front matter`);
      return { path: `/${file.replace(/(\/?index)?\.mdx?$/, '')}/`, title: title.replace(/^(['"])(.*)\1$/, '$2') };
    });
}
