import { designs } from '../../spec/designs/index.ts';
import { plainText } from '../../spec/report/cite.ts';
import { chapters } from '../../spec/rules/index.ts';
import { protocolSwitches } from '../../spec/switches/protocol.ts';
import { registerSwitches } from '../../spec/switches/register.ts';
import type { Switch } from '../../spec/switches/switch.ts';
import { UsageError } from '../../node/usage-error.ts';
import type { Command } from '../command.ts';
import { contents, contentsAsJson } from '../list-contents.ts';
import { oneOfValues, parseOptions } from '../options.ts';
import { wrap } from '../../spec/kit/wrap.ts';

const WHAT = ['rules', 'designs', 'switches'] as const;
const WORLDS = ['register', 'protocol'] as const;
const LEVELS = ['must', 'should', 'may'] as const;

const USAGE = `
usage: lbr-contract list [rules|designs|switches] [FILTER...] [--json]

Lists rules with their titles, designs with what they are, or switches with their question and values. Without a word:
the chapters with the number of their rules, the designs, and the number of switches.

  --chapter NAME  of rules: those of one chapter, which is
${wrap(chapters.map(({ slug }) => slug).join(', '), 110, ' '.repeat(18)).join('\n')}
  --level LEVEL   of rules: ${LEVELS.join(', ')}
  --world WORLD   of rules and switches: ${WORLDS.join(' or ')}
  --design NAME   of rules: those that the design is declared to break; of switches: their values on that design
  --boundary      of rules: those that guard a security boundary
  --json          one JSON line for each entry

Exit status: 0 something listed, 1 nothing fits, 2 bad input.
`;

/** `lbr-contract list rules|designs|switches` */
export const list: Command = {
  name: 'list',
  summary: 'list rules, designs or switches',
  usage: USAGE,
  run(args) {
    const { what, filter, json } = parseArguments(args);
    if (what === undefined) {
      process.stdout.write(json ? contentsAsJson() : contents());
      return Promise.resolve(0);
    }
    const entries = { rules: rulesOf, designs: designsOf, switches: switchesOf }[what](filter);
    const lines = json ? entries.map(({ data }) => JSON.stringify(data)) : entries.map(({ line }) => line);
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    return Promise.resolve(entries.length === 0 ? 1 : 0);
  },
};

interface Filter {
  readonly chapter?: string;
  readonly level?: string;
  readonly world?: string;
  readonly design?: string;
  readonly boundary: boolean;
}

interface Entry {
  readonly line: string;
  readonly data: object;
}

function rulesOf({ chapter, level, world, design, boundary }: Filter): readonly Entry[] {
  return chapters
    .filter(({ slug }) => chapter === undefined || slug === chapter)
    .flatMap(({ slug, rules }) => rules.map((rule) => ({ rule, slug })))
    .filter(({ rule }) => level === undefined || rule.level === level)
    .filter(({ rule }) => world === undefined || rule.world === world)
    .filter(({ rule }) => design === undefined || rule.violatedOn.includes(design))
    .filter(({ rule }) => !boundary || rule.securityBoundary === true)
    .map(({ rule: { id, revision, level: force, title, world: of }, slug }) => ({
      line: `${id}  ${plainText(title)}`,
      data: { id, revision, level: force, world: of, chapter: slug, title: plainText(title) },
    }));
}

function designsOf(): readonly Entry[] {
  return designs.map(({ name, kind, year, title, summary }) => ({
    line: `${name}  ${kind}, ${year}: ${plainText(title)}`,
    data: { name, kind, year, title: plainText(title), summary: plainText(summary) },
  }));
}

function switchesOf({ world, design }: Filter): readonly Entry[] {
  const of = designs.find(({ name }) => name === design);
  const tables: readonly [(typeof WORLDS)[number], Readonly<Record<string, Switch>>][] = [
    ['register', registerSwitches],
    ['protocol', protocolSwitches],
  ];
  return tables
    .filter(([name]) => world === undefined || name === world)
    .flatMap(([name, table]) =>
      Object.entries(table).map(([key, { question, values }]) => {
        const settings: Readonly<Record<string, string>> | undefined = of?.[name];
        const value = settings?.[key];
        const shown = value ?? Object.keys(values).join(' | ');
        return {
          line: `${key} = ${shown}  ${plainText(question)}`,
          data: {
            name: key,
            world: name,
            question: plainText(question),
            values,
            ...(value !== undefined && { value }),
          },
        };
      }),
    );
}

/** Which filters each list takes. */
const TAKES: Readonly<Record<(typeof WHAT)[number], readonly string[]>> = {
  rules: ['chapter', 'level', 'world', 'design', 'boundary'],
  designs: [],
  switches: ['world', 'design'],
};

interface Arguments {
  /** Undefined where no word was given: what there is to list. */
  readonly what: (typeof WHAT)[number] | undefined;
  readonly filter: Filter;
  readonly json: boolean;
}

function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseOptions(args, {
    chapter: { type: 'string' },
    level: { type: 'string' },
    world: { type: 'string' },
    design: { type: 'string' },
    boundary: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  const [word, ...rest] = positionals;
  const filters = Object.keys(values).filter((name) => name !== 'json');
  if (word === undefined) {
    const [filter] = filters;
    if (filter !== undefined) throw new UsageError(`--${filter} needs a list: expected one of ${WHAT.join(', ')}`);
    return { what: undefined, filter: { boundary: false }, json: values.json === true };
  }
  if (rest.length > 0) throw new UsageError(`expected one of ${WHAT.join(', ')}, found ${positionals.join(' ')}`);
  const what = oneOfValues('list', word, WHAT);
  const one = (name: 'chapter' | 'level' | 'world' | 'design', known: readonly string[]): Partial<Filter> => {
    const value = values[name];
    return value === undefined ? {} : { [name]: oneOfValues(`--${name}`, value, known) };
  };
  for (const name of filters) {
    if (!TAKES[what].includes(name)) {
      const known = TAKES[what].map((option) => `--${option}`).join(', ');
      throw new UsageError(`--${name} does not filter ${what}; expected ${known === '' ? 'no filter' : known}`);
    }
  }
  const slugs = chapters.map(({ slug }) => slug);
  const filter = {
    ...one('chapter', slugs),
    ...one('level', LEVELS),
    ...one('world', WORLDS),
    ...one(
      'design',
      designs.map(({ name }) => name),
    ),
    boundary: values.boundary === true,
  };
  return { what, filter, json: values.json === true };
}
