import { permalink } from '../../spec/report/permalink.ts';
import { sourceText } from '../../spec/report/source-text.ts';
import { wrap } from '../../spec/report/wrap.ts';
import { UsageError } from '../command.ts';
import { findRule } from '../contract.ts';
import { parseOptions } from '../options.ts';
import { readVerdicts } from '../verdicts.ts';
const USAGE = `
usage: lbr-contract rule ID... [--site URL]

Prints rules with rationale, sources and the verdicts of the last run. IDs can be short: own-3.
`;
const COLUMNS = 80;
export const ruleCommand = {
    name: 'rule',
    summary: 'print a rule with its sources and verdicts',
    usage: USAGE,
    async run(args) {
        const { values, positionals } = parseOptions(args, { site: { type: 'string' } });
        if (positionals.length === 0)
            throw new UsageError('expected at least one rule ID, found none');
        const rules = positionals.map(findRule);
        const verdicts = readVerdicts()?.verdicts;
        const texts = rules.map((rule) => describe(rule, verdicts, values.site).join('\n'));
        process.stdout.write(`${texts.join('\n\n')}\n`);
        return 0;
    },
};
function describe(rule, verdicts, site) {
    return [
        `${rule.id} r${rule.revision} (${rule.level}): ${rule.title}`,
        '',
        ...wrap(rule.statement, COLUMNS, '  '),
        '',
        ...section('Why', rule.rationale),
        ...section('Does not say', rule.doesNotSay),
        ...section('Disputed', rule.disputed),
        'Sources',
        ...rule.sources.flatMap((source) => wrap(sourceText(source), COLUMNS, '  - ', '    ')),
        '',
        'Verdicts',
        ...verdictLines(rule, verdicts),
        '',
        permalink(rule.id, site),
    ];
}
function section(title, text) {
    return text === undefined || text === '' ? [] : [title, ...wrap(text, COLUMNS, '  '), ''];
}
function verdictLines(rule, verdicts) {
    if (verdicts === undefined)
        return ['  none yet: run `lbr-contract verify --out verdicts/verdicts.json`'];
    const own = verdicts.filter((entry) => entry.rule === rule.id);
    if (own.length === 0)
        return ['  none in the last run'];
    const width = Math.max(...own.map((entry) => entry.design.length));
    return own.flatMap((entry) => {
        const head = `  ${entry.design.padEnd(width)}  ${entry.verdict}${entry.verdict === entry.expected ? '' : ' (NOT AS DECLARED)'}`;
        const stale = entry.revision === rule.revision ? '' : ` (established for r${entry.revision})`;
        const detail = entry.reason ?? entry.how?.summary;
        const rest = ' '.repeat(width + 4);
        return [head + stale, ...(detail === undefined ? [] : wrap(detail, COLUMNS, rest))];
    });
}
