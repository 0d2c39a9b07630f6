import { cite, citeForms } from '../../spec/report/cite.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { findRule } from '../contract.ts';
import { oneOfValues, parseOptions } from '../options.ts';
import { siteAddress, siteAddressOrHint } from '../site.ts';
import { version } from '../version.ts';

const USAGE = `
usage: lbr-contract cite ID... [--format FORM] [--site URL]

Prints rules as text to paste: ID, revision, the sentence, version, and the permalink where an address of the site is
configured. IDs can be short: own-3.

  --format FORM  plain (default, 75 columns), quote (for a mail), trailer (for a commit message), markdown
  --site URL     address of the published contract (default: LBR_CONTRACT_SITE, then homepage in package.json)
`;

export const citeCommand: Command = {
  name: 'cite',
  summary: 'print rules as text to paste into mails and commit messages',
  usage: USAGE,
  async run(args) {
    const { values, positionals } = parseOptions(args, {
      format: { type: 'string', short: 'f', default: 'plain' },
      site: { type: 'string' },
    });
    if (positionals.length === 0) throw new UsageError('expected at least one rule ID, found none');
    const form = oneOfValues('--format', values.format, citeForms);
    const site = form === 'trailer' ? siteAddress(values.site) : siteAddressOrHint(values.site);
    const context = { version, site };
    const texts = positionals.map(findRule).map((rule) => cite(rule, form, context));
    process.stdout.write(`${texts.join(form === 'trailer' ? '\n' : '\n\n')}\n`);
    return 0;
  },
};
