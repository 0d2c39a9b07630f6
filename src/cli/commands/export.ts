import path from 'node:path';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { exportTargets } from '../export/index.ts';
import { writeWhole } from '../../node/files.ts';
import { oneOfValues, parseOptions } from '../options.ts';
import { siteAddress } from '../site.ts';

const USAGE = `
usage: lbr-contract export rules|rst|promela|selftest [--out PATH] [--site URL]

Writes the contract in another form:

  rules      rules.json: rules, designs, switches and verdicts, by lbr-rules-1.schema.json
  rst        one document for Documentation/virt/kvm/x86 of a kernel tree
  promela    the protocol model of one design and instance for spin, in the repository only
  selftest   C for tools/testing/selftests/kvm of a kernel tree; --out names that directory

  --out PATH  the file, or for a target of several files the directory; a single file goes to standard output without it
  --site URL  address of the published contract, for rules
  --design NAME, --instance NAME  for promela: the model, of a design or a mutant (default v7.3, guest-writes)
`;

export const exportCommand: Command = {
  name: 'export',
  summary: `write the contract in another form: ${Object.keys(exportTargets).join(', ')}`,
  usage: USAGE,
  async run(args) {
    const { values, positionals } = parseOptions(args, {
      out: { type: 'string' },
      site: { type: 'string' },
      design: { type: 'string' },
      instance: { type: 'string' },
    });
    if (positionals.length !== 1) {
      const found = positionals.length === 0 ? 'none' : positionals.join(' ');
      throw new UsageError(`expected one target (${Object.keys(exportTargets).join(', ')}), found ${found}`);
    }
    const name = oneOfValues('target', positionals[0], Object.keys(exportTargets));
    const target = await exportTargets[name]();
    const { out, site, ...choice } = values;
    if (Object.keys(choice).length > 0 && !target.choosesModel) {
      throw new UsageError(`${name} does not take --${Object.keys(choice)[0]}: it is about all designs`);
    }
    const files = await target.files(out, { ...choice, site: siteAddress(site) });
    if (files.length === 1) return writeOne(files[0].text, values.out);
    if (values.out === undefined) throw new UsageError(`${name} is several files; expected --out DIR`);
    for (const file of files) writeOne(file.text, path.join(values.out, file.path), file.path);
    if (target.next !== undefined) process.stderr.write(`${target.next}\n`);
    return 0;
  },
};

function writeOne(text: string, out: string | undefined, shown = out): number {
  if (out === undefined) {
    process.stdout.write(text);
    return 0;
  }
  writeWhole(out, text);
  process.stderr.write(`wrote ${shown}\n`);
  return 0;
}
