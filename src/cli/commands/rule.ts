import type { RuleText } from '../../spec/kit/rule.ts';
import { plainText } from '../../spec/report/cite.ts';
import { permalink } from '../../spec/registry/permalink.ts';
import { sourceText } from '../../spec/report/source-text.ts';
import type { VerdictEntry } from '../../spec/verify/verdict-file.ts';
import { wrap } from '../../spec/kit/wrap.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { findRule } from '../contract.ts';
import { parseOptions } from '../options.ts';
import { siteAddress } from '../site.ts';
import { readVerdicts } from '../verdicts.ts';

const USAGE = `
usage: lbr-contract rule ID... [--site URL]

Prints rules with rationale, sources and the verdicts of the last run. IDs can be short: own-3.
`;

const COLUMNS = 80;

export const ruleCommand: Command = {
  name: 'rule',
  summary: 'print a rule with its sources and verdicts',
  usage: USAGE,
  async run(args) {
    const { values, positionals } = parseOptions(args, { site: { type: 'string' } });
    if (positionals.length === 0) throw new UsageError('expected at least one rule ID, found none');
    const rules = positionals.map(findRule);
    const verdicts = readVerdicts()?.verdicts;
    const site = siteAddress(values.site);
    const texts = rules.map((rule) => describe(rule, verdicts, site).join('\n'));
    process.stdout.write(`${texts.join('\n\n')}\n`);
    return 0;
  },
};

function describe(rule: RuleText, verdicts: readonly VerdictEntry[] | undefined, site: string | undefined): string[] {
  return [
    ...wrap(plainText(`${rule.id} r${rule.revision} (${rule.level}): ${rule.title}`), COLUMNS, '', '  '),
    '',
    ...wrap(plainText(rule.statement), COLUMNS, '  '),
    '',
    ...section('Why', rule.rationale),
    ...section('Does not say', rule.doesNotSay),
    ...section('Disputed', rule.disputed),
    'Sources',
    ...rule.sources.flatMap((source) => wrap(plainText(sourceText(source)), COLUMNS, '  - ', '    ')),
    '',
    'Verdicts',
    ...verdictLines(rule, verdicts),
    ...(site === undefined ? [] : ['', permalink(rule.id, site)]),
  ];
}

function section(title: string, text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : [title, ...wrap(plainText(text), COLUMNS, '  '), ''];
}

function verdictLines(rule: RuleText, verdicts: readonly VerdictEntry[] | undefined): string[] {
  if (verdicts === undefined) return ['  none yet: run `lbr-contract verify --out verdicts/verdicts.json`'];
  const own = verdicts.filter((entry) => entry.rule === rule.id);
  if (own.length === 0) return ['  none in the last run'];
  const width = Math.max(...own.map((entry) => entry.design.length));
  return own.flatMap((entry) => {
    const head = `  ${entry.design.padEnd(width)}  ${entry.verdict}${entry.verdict === entry.expected ? '' : ' (NOT AS DECLARED)'}`;
    const stale = entry.revision === rule.revision ? '' : ` (established for r${entry.revision})`;
    const detail = entry.reason ?? entry.how?.summary;
    const rest = ' '.repeat(width + 4);
    return [head + stale, ...(detail === undefined ? [] : wrap(plainText(detail), COLUMNS, rest))];
  });
}
