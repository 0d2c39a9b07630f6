import { messages } from '../../spec/report/messages.ts';
import { plainText } from '../../spec/report/cite.ts';
import { nearest } from '../../spec/kit/nearest.ts';
import type { RuleText } from '../../spec/kit/rule.ts';
import { ruleTexts } from '../../spec/rules/index.ts';
import { UsageError } from '../../node/usage-error.ts';
import type { Command } from '../command.ts';
import { parseOptions } from '../options.ts';

const USAGE = `
usage: lbr-contract search WORDS...

Finds rules by the words of a message or a question: "unhandled rdmsr", 0x1c9, "bit 15", RTM, lbr-fmt, a kernel
function or commit. Rules that answer come first; then those that have the words in their sentence, their reasons or
their sources.

Exit status: 0 something found, 1 nothing found, 2 bad input.
`;

const MOST = 12;

export const searchCommand: Command = {
  name: 'search',
  summary: 'find rules by the words of a message, an MSR, a bit, a function',
  usage: USAGE,
  run(args) {
    const { positionals } = parseOptions(args, {});
    const query = positionals.join(' ').trim().toLowerCase();
    if (query === '') throw new UsageError('expected WORDS to search for, found none');
    const { found, titles } = search(query);
    if (found.length === 0 && titles.length === 0) {
      const hint = nearest(query, [
        ...messages.flatMap(({ words }) => words),
        ...ruleTexts.map(({ id }) => id.toLowerCase()),
      ]);
      process.stdout.write(`nothing found for "${query}"${hint === undefined ? '' : `; did you mean "${hint}"?`}\n`);
      return Promise.resolve(1);
    }
    const lines = [
      ...titles.map((title) => `"Messages and what they mean": ${title}`),
      ...found.slice(0, MOST).map((rule) => `${rule.id}  ${plainText(rule.title)}\n    ${plainText(rule.statement)}`),
      ...(found.length > MOST ? [`and ${found.length - MOST} more`] : []),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return Promise.resolve(0);
  },
};

function search(query: string): { found: RuleText[]; titles: string[] } {
  const meant = messages.filter(({ words }) => words.some((word) => matches(word, query)));
  const answers = meant.flatMap(({ rules }) => rules);
  const ranked = ruleTexts.flatMap((rule) => {
    const answer = answers.indexOf(rule.id);
    const rank = answer >= 0 ? answer : rankOf(rule, query);
    return rank === undefined ? [] : [{ rule, rank }];
  });
  return {
    found: ranked.toSorted((a, b) => a.rank - b.rank).map(({ rule }) => rule),
    titles: meant.map(({ title }) => title),
  };
}

/** A pasted message holds the word; a word of four letters or more may be a part of one. */
function matches(word: string, query: string): boolean {
  return word === query || (query.length >= 4 && word.includes(query)) || ` ${query} `.includes(` ${word} `);
}

function rankOf(rule: RuleText, query: string): number | undefined {
  const said = `${rule.id} ${rule.title} ${rule.statement}`.toLowerCase();
  if (said.includes(query)) return 100;
  const reasons = `${rule.rationale} ${rule.doesNotSay ?? ''} ${JSON.stringify(rule.sources)}`.toLowerCase();
  if (reasons.includes(query)) return 200;
  const words = query.split(/\s+/).filter((word) => word.length > 2);
  return words.length > 1 && words.every((word) => `${said} ${reasons}`.includes(word)) ? 300 : undefined;
}
