import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SiteData } from '../src/site-data/types.ts';

/** Every rule stands on the page of its chapter exactly once; throws an Error that names what is missing. */
export function requireChapterPages(folder: string, { chapters }: SiteData): void {
  const problems = chapters.flatMap(({ name, rules }) => {
    const file = path.join(folder, `${name}.mdx`);
    if (!existsSync(file))
      return rules.length === 0 ? [] : [`docs/contract/${name}.mdx is missing; it shows ${rules.join(', ')}`];
    const shown = [...readFileSync(file, 'utf8').matchAll(/<Rule\s+id="([^"]+)"/g)].map((match) => match[1] ?? '');
    return [
      ...rules.filter((id) => !shown.includes(id)).map((id) => `docs/contract/${name}.mdx lacks <Rule id="${id}" />`),
      ...shown
        .filter((id) => !rules.includes(id))
        .map((id) => `docs/contract/${name}.mdx shows ${id}, which is not a rule of this chapter`),
      ...shown
        .filter((id, index) => shown.indexOf(id) !== index)
        .map((id) => `docs/contract/${name}.mdx shows ${id} twice`),
    ];
  });
  if (problems.length > 0) throw new Error(`chapter pages and rules do not fit:\n  ${problems.join('\n  ')}`);
}
