import type { SearchEntry } from '../../src/site-data/search-exact.ts';
import type { Source } from '../../src/spec/kit/source.ts';
import { mutantAnchor } from '../../src/site-data/mutant-anchor.ts';
import { messages } from '../../src/spec/report/messages.ts';
import { msrKeys } from '../../src/site-data/msr-keys.ts';
import type { RuleData, SiteData } from '../../src/site-data/types.ts';

/**
 * What the search finds exactly: rules by ID, by the MSRs they speak of, by kernel function and commit; designs;
 * mutants; bugs.
 */
export function searchIndex({ rules, designs, mutants, museum }: SiteData): SearchEntry[] {
  return [
    ...rules.map((rule) => ({
      path: `r/${rule.id}/`,
      title: `${rule.id}: ${rule.title}`,
      note: rule.statement.replaceAll('`', ''),
      ...keysOf(rule),
    })),
    ...messages.map(({ title, anchor, words, rules: answers }) => ({
      path: `messages/#${anchor}`,
      title,
      note: answers.length === 0 ? 'out of the contract' : `answered by ${answers.join(', ')}`,
      keys: words,
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

function keysOf(rule: RuleData): Pick<SearchEntry, 'keys' | 'more'> {
  const said = [rule.title, rule.statement].join(' ');
  const notes = rule.sources.map(({ note }) => note ?? '').join(' ');
  const reasons = [rule.rationale, rule.doesNotSay, notes].join(' ');
  const keys = new Set([rule.id.toLowerCase(), rule.id.slice(4).toLowerCase(), ...namesIn(said), ...wordsOf(rule.id)]);
  const more = new Set([...namesIn(reasons), ...rule.sources.flatMap(sourceKeys)]);
  return { keys: [...keys], more: [...more].filter((key) => !keys.has(key)) };
}

/** Words of the messages that the rule answers. */
function wordsOf(id: string): string[] {
  return messages.filter(({ rules }) => rules.includes(id)).flatMap(({ words }) => words);
}

/** MSRs, bits, indices and functions that a text names. */
function namesIn(text: string): string[] {
  const plain = text.toLowerCase();
  const bits = plain.matchAll(/\b(?:0x[0-9a-f]{2,5}|freeze_\w+|lbr_\w+|(?:ia32|msr)_\w+)\b/g);
  const functions = plain.matchAll(/\b[a-z_][a-z0-9_]{3,}(?=\(\))/g);
  return [...[...bits, ...functions].map(([key]) => key), ...msrKeys(text)];
}

function sourceKeys(source: Source): string[] {
  switch (source.kind) {
    case 'kernel':
      return [source.symbol.toLowerCase(), source.file.toLowerCase()];
    case 'commit':
      return [source.hash.toLowerCase()];
    case 'mail':
      return [source.messageId.toLowerCase(), source.author.toLowerCase()];
    case 'manual':
      return [];
  }
}
