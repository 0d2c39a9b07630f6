import { summaries } from '../../../bin/overview.mjs';
import { UsageError } from '../../node/usage-error.ts';
import type { Command } from '../command.ts';
import { oneOfValues, parseOptions } from '../options.ts';
import { completionScript, SHELLS } from '../completion/script.ts';

const USAGE = `
usage: lbr-contract completion bash|zsh

Prints a script that completes commands, their options, rule IDs and designs. To use it in this shell:

  source <(lbr-contract completion bash)
`;

/** The command that completes the others. */
export const completionOf = (commands: Readonly<Record<string, () => Promise<Command>>>): Command => ({
  name: 'completion',
  summary: 'print the completion script for bash or zsh',
  usage: USAGE,
  async run(args) {
    const { positionals } = parseOptions(args, {});
    if (positionals.length !== 1) throw new UsageError(`expected one of ${SHELLS.join(', ')}`);
    const shell = oneOfValues('shell', positionals[0], SHELLS);
    const usages = await Promise.all(
      Object.keys(summaries).map(async (name) => [name, (await commands[name]()).usage] as const),
    );
    process.stdout.write(completionScript(shell, Object.fromEntries(usages)));
    return 0;
  },
});
