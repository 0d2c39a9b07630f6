import type { RuleText } from '../../spec/kit/rule.ts';
import { cite, plainText } from '../../spec/report/cite.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { ruleTexts } from '../../spec/rules/index.ts';
import { readInput } from '../../node/files.ts';
import { findRule, registry } from '../contract.ts';
import { lint, type LintProblem, type KnownRule } from '../lint/lint.ts';
import { parseOptions } from '../options.ts';
import { siteAddress } from '../site.ts';
import { version } from '../version.ts';

const USAGE = `
usage: lbr-contract lint FILE...|- [--expand] [--site URL]

Finds rule IDs in patches, mbox files and commit messages and reports those that are unknown, retired or outdated, one
line each, as checkpatch --terse does: FILE:LINE: ERROR: message. Prints nothing where there is nothing to say. Of a
diff only the added lines count. Mails can be quoted-printable or base64. - reads standard input.

  --expand    print each rule that is cited, once, as a mail quote
  --site URL  address of the published contract, for --expand

Exit status: 0 nothing found, 1 something found, 2 bad input.
`;

export const lintCommand: Command = {
  name: 'lint',
  summary: 'check the rule IDs in patches, mails and commit messages',
  usage: USAGE,
  async run(args) {
    const { values, positionals } = parseOptions(args, { expand: { type: 'boolean' }, site: { type: 'string' } });
    if (positionals.length === 0) throw new UsageError('expected a FILE or -, found none');
    const rules = knownRules();
    const texts = await Promise.all(positionals.map(readInput));
    const results = positionals.map((file, index) => ({ file, ...lint(texts[index], rules) }));
    const lines = results.flatMap(({ file, findings }) =>
      findings.map(({ line, kind, message }) => `${file === '-' ? 'stdin' : file}:${line}: ${LEVEL[kind]}: ${message}`),
    );
    const live = new Set<string>(ruleTexts.map((rule) => rule.id));
    const cited = new Set(results.flatMap((result) => result.cited).filter((id) => live.has(id)));
    const context = { version, site: siteAddress(values.site) };
    const quotes = values.expand === true ? [...cited].map((id) => cite(findRule(id), 'quote', context)) : [];
    process.stdout.write([...lines, ...quotes.map((quote) => `${quote}\n`)].map((text) => `${text}\n`).join(''));
    return lines.length === 0 ? 0 : 1;
  },
};

/** As checkpatch has them: an error is to be mended, a warning to be looked at. */
const LEVEL: Readonly<Record<LintProblem['kind'], string>> = {
  unknown: 'ERROR',
  retired: 'WARNING',
  outdated: 'WARNING',
};

function knownRule({ id, revision, statement, history = [] }: RuleText): KnownRule {
  // The sentence of a revision is what the next one replaced, or the one of today.
  const sentences = Array.from({ length: revision }, (_, index) => {
    const before = history.find((change) => change.revision === index + 2)?.before;
    return index + 1 === revision ? plainText(statement) : before && plainText(before);
  });
  const changed = history.filter(({ editorial }) => editorial !== true).map((change) => change.revision);
  return { id, revision, since: Math.max(1, ...changed), sentences };
}

/** The rules of the chapters, and those that are retired. */
function knownRules(): KnownRule[] {
  const retired = registry.rules.flatMap(({ id, revisions, retired: gone }) =>
    gone === undefined ? [] : [{ id, revision: revisions.length, replacedBy: gone.replacedBy }],
  );
  return [...ruleTexts.map(knownRule), ...retired];
}
