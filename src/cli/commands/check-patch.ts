import { breachesOf } from '../check-patch/rules.ts';
import { readPatch } from '../check-patch/patch.ts';
import type { Command } from '../command.ts';
import { readInput } from '../../node/files.ts';
import { UsageError } from '../../node/usage-error.ts';
import { parseOptions } from '../options.ts';

const USAGE = `
usage: lbr-contract check-patch FILE...

Checks patches in mail format against what a program can check of maintainer-kvm-x86.rst (Documentation/process of Linux
7.3): prefix, length and form of the subject, pronouns in changelog and comments, references to manuals by number,
functions without parentheses, Fixes: tags, a reproducer for a fix, what was tested, sign-off, base commit, In-Reply-To.
A - is standard input. What a person has to judge, and what scripts/checkpatch.pl checks, is not in it.

Prints FILE:LINE: SECTION: what was found and expected. Exit status: 0 nothing found, 1 something, 2 not a patch.
`;

export const checkPatchCommand: Command = {
  name: 'check-patch',
  summary: 'check patches against the rules of KVM x86 that a program can check',
  usage: USAGE,
  async run(args) {
    const { positionals } = parseOptions(args, {});
    if (positionals.length === 0) throw new UsageError('expected at least one FILE, or - for standard input');
    const lines: string[] = [];
    for (const file of positionals) {
      const patch = readPatch(await readInput(file));
      if (patch === undefined) throw new UsageError(`${file}: expected a patch with a Subject: and a difference`);
      for (const { line, section, message } of breachesOf(patch))
        lines.push(`${file}:${line}: ${section}: ${message}\n`);
    }
    process.stdout.write(lines.join(''));
    return lines.length > 0 ? 1 : 0;
  },
};
