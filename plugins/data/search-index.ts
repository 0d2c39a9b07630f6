import { messageEntries, ruleEntry } from '../../src/spec/report/search/entries.ts';
import type { SearchEntry } from '../../src/spec/report/search/find.ts';
import { mutantAnchor } from '../../src/site-data/mutant-anchor.ts';
import type { SiteData } from '../../src/site-data/types.ts';

/**
 * What the search finds exactly: rules by ID, by the MSRs they speak of, by kernel function and commit; designs;
 * mutants; bugs.
 */
export function searchIndex({ rules, chapters, designs, mutants, museum }: SiteData): SearchEntry[] {
  return [
    ...rules.map(ruleEntry),
    ...messageEntries(),
    ...chapters.map(({ name, title, rules: of }) => ({
      path: `contract/${name}/`,
      title,
      note: `chapter of ${of.length} rules`,
      keys: [title.toLowerCase(), name],
    })),
    ...designs.map(({ name, title, summary }) => ({
      path: `designs/${name}/`,
      title,
      note: summary,
      keys: [name.toLowerCase()],
    })),
    ...museum.bugs.map(({ bug, anchor, title, year, commit, mutants }) => ({
      path: `museum/#${anchor}`,
      title: `Bug ${bug}: ${title}`,
      note: `${year}, caught by ${mutants.map(({ caughtBy }) => caughtBy).join(' and ')}`,
      keys: [bug.toLowerCase(), ...(commit === undefined ? [] : [commit.toLowerCase()])],
    })),
    ...mutants
      .filter(({ bug }) => bug === undefined)
      .map(({ name, world, killedBy }) => ({
        path: `mutants/#${mutantAnchor(world, name)}`,
        title: `Mutant ${name}`,
        note: `killed by ${killedBy.length === 1 ? killedBy[0] : `${killedBy.length} rules`}`,
        keys: [name.toLowerCase()],
      })),
  ];
}
