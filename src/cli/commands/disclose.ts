import { SUPPORTED } from '../../spec/designs/supported.ts';
import { EXITS, FOUND_BY, GRADES, reasonsFor } from '../../spec/report/disclose/exits.ts';
import { disclosureReport } from '../../spec/report/disclose/report.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { findRule } from '../contract.ts';
import { disclosures, storedEvidence } from '../disclosure.ts';
import { oneOfValues, parseOptions } from '../options.ts';
import { version } from '../version.ts';

const USAGE = `
usage: lbr-contract disclose ID [--grade GRADE] [--found-by WHO]
       lbr-contract disclose --list

Writes the report of a violation on a kernel that is still maintained: as a public bug, as a public bug without its
reproducer, or as a private report, by a table of what the kernel's own documents say. Sends nothing. The first lines
are for you; they say which document points where, and come off before a person sends it.

  --grade GRADE    the strongest run that showed it: ${GRADES.join(', ')} (default: what is stored here)
  --found-by WHO   tool: a program that anybody can run led to it (default); reading: a person found it unaided
  --list           every rule that guards a security boundary and is violated on such a kernel, and who knows of it
`;

export const discloseCommand: Command = {
  name: 'disclose',
  summary: 'write the report of a violation, and say which way it goes',
  usage: USAGE,
  async run(args) {
    const { values, positionals } = parseOptions(args, {
      grade: { type: 'string' },
      'found-by': { type: 'string', default: 'tool' },
      list: { type: 'boolean', default: false },
    });
    if (values.list) {
      if (positionals.length > 0) throw new UsageError(`--list takes no rule, found ${positionals.join(' ')}`);
      process.stdout.write(list());
      return 0;
    }
    if (positionals.length !== 1) throw new UsageError(`expected one rule ID, found ${positionals.length || 'none'}`);
    const rule = findRule(positionals[0]);
    const violated = rule.violatedOn.filter((design) => (SUPPORTED as readonly string[]).includes(design));
    if (violated.length === 0) {
      throw new UsageError(`${rule.id} is violated on none of ${SUPPORTED.join(', ')}: there is nothing to report`);
    }
    const foundBy = oneOfValues('--found-by', values['found-by'], FOUND_BY);
    const evidence = storedEvidence(rule.id);
    const grade = values.grade === undefined ? evidence.grade : oneOfValues('--grade', values.grade, GRADES);
    const circumstances = { boundary: rule.securityBoundary === true, maintained: true, grade, foundBy };
    process.stdout.write(disclosureReport({ rule, circumstances, ...evidence, version }));
    process.stderr.write(`${rule.id}: ${EXITS[reasonsFor(circumstances)[0].exit]}\n`);
    return 0;
  },
};

function list(): string {
  const lines = [...disclosures].map(([id, entry]) => {
    const date = entry.state === 'private' ? '' : ` since ${entry.date}`;
    return `${id.padEnd(12)} ${entry.state}${date}${entry.state === 'public' ? ` ${entry.where}` : ''}\n`;
  });
  return lines.join('');
}
