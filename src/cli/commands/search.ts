import { designs } from '../../spec/designs/index.ts';
import { plainText } from '../../spec/report/cite.ts';
import { messageEntries, ruleEntry } from '../../spec/report/search/entries.ts';
import { findEntries, type SearchEntry } from '../../spec/report/search/find.ts';
import { ruleTexts } from '../../spec/rules/index.ts';
import { protocolSwitches } from '../../spec/switches/protocol.ts';
import { registerSwitches } from '../../spec/switches/register.ts';
import { UsageError } from '../../node/usage-error.ts';
import type { Command } from '../command.ts';
import { parseOptions } from '../options.ts';

const USAGE = `
usage: lbr-contract search WORDS...

Finds rules by the words of a message or a question: "unhandled rdmsr", 0x1c9, "bit 15", RTM, lbr-fmt, a kernel
function or commit, the name of a switch. Rules that answer come first, then rules that have the words in their
sentence, their reasons or their sources, then messages, designs and switches. A typo is mended, and the output says so.

Exit status: 0 something found, 1 nothing found, 2 bad input.
`;

const MOST = 12;

export const searchCommand: Command = {
  name: 'search',
  summary: 'find rules by the words of a message, an MSR, a bit, a function',
  usage: USAGE,
  run(args) {
    // What a reader pastes may begin with a dash, as an option of QEMU does.
    const isWord = (arg: string): boolean => /^-[^-]|\s/.test(arg);
    const { positionals } = parseOptions(
      args.filter((arg) => !isWord(arg)),
      {},
    );
    const query = args
      .filter((arg) => isWord(arg) || positionals.includes(arg))
      .join(' ')
      .trim();
    if (query === '') throw new UsageError('expected WORDS to search for, found none');
    const { entries, corrected } = findEntries(searchEntries(), query);
    if (entries.length === 0) {
      process.stdout.write(`nothing found for "${query}"\n`);
      return Promise.resolve(1);
    }
    const lines = [
      ...(corrected === undefined ? [] : [`nothing found for "${query}"; found for "${corrected}":`]),
      ...entries.slice(0, MOST).map(shown),
      ...(entries.length > MOST ? [`and ${entries.length - MOST} more`] : []),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return Promise.resolve(0);
  },
};

/** Rules, messages, chapters, designs and switches, as far as the command line can show them. */
function searchEntries(): readonly SearchEntry[] {
  const switches = Object.entries({ ...registerSwitches, ...protocolSwitches });
  return [
    ...ruleTexts.map(ruleEntry),
    ...messageEntries(),
    ...designs.map(({ name, title, summary }) => ({ path: `designs/${name}/`, title, note: summary, keys: [name] })),
    ...switches.map(([name, { question, values }]) => ({
      path: `mutants/#${name}`,
      title: `Switch ${name}`,
      note: question,
      keys: [name.toLowerCase(), ...Object.keys(values).map((value) => `${name}=${value}`.toLowerCase())],
    })),
  ];
}

function shown({ path, title, note }: SearchEntry): string {
  if (path.startsWith('messages/')) return `"Messages and what they mean": ${title}\n    ${note}`;
  return `${plainText(title.replace(/^(LBR-[A-Z]+-\d+):/, '$1 '))}\n    ${plainText(note)}`;
}
