import type { RuleText } from '../../kit/rule.ts';
import type { Source } from '../../kit/source.ts';
import { messages } from '../messages.ts';
import type { SearchEntry } from './find.ts';
import { msrKeys } from './msr-keys.ts';

/** A rule as the search finds it: by ID, MSRs, bits, functions, commits, and the words of messages that it answers. */
export function ruleEntry(rule: SearchableRule): SearchEntry {
  const said = [rule.title, rule.statement].join(' ');
  const notes = rule.sources.map(({ note }) => note ?? '').join(' ');
  const reasons = [rule.rationale, rule.doesNotSay, notes].join(' ');
  const keys = new Set([rule.id.toLowerCase(), rule.id.slice(4).toLowerCase(), ...namesIn(said)]);
  const more = new Set([...namesIn(reasons), ...rule.sources.flatMap(sourceKeys)]);
  return {
    path: rulePath(rule.id),
    title: `${rule.id}: ${rule.title}`,
    note: rule.statement.replaceAll('`', ''),
    keys: [...keys],
    more: [...more].filter((key) => !keys.has(key)),
  };
}

interface SearchableRule extends Pick<RuleText, 'title' | 'statement' | 'rationale' | 'doesNotSay' | 'sources'> {
  readonly id: string;
}

const rulePath = (id: string): string => `r/${id}/`;

/** Messages and the words of readers, with the rules that answer them. */
export function messageEntries(): SearchEntry[] {
  return messages.map(({ title, anchor, words, rules }) => ({
    path: `messages/#${anchor}`,
    title,
    note: rules.length === 0 ? 'AMD is outside the contract' : `answered by ${rules.join(', ')}`,
    keys: words,
    answers: rules.map(rulePath),
  }));
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
