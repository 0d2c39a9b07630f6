import path from 'node:path';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { exportTargets } from '../export/index.ts';
import type { ExportChoice } from '../export/target.ts';
import { writeWhole } from '../../node/files.ts';
import { oneOfValues, parseOptions } from '../options.ts';
import { siteAddress } from '../site.ts';

const USAGE = `
usage: lbr-contract export rules|rst|errata|promela|series|selftest [--out PATH] [OPTIONS]

Writes the contract in another form:

  rules      rules.json: rules, designs, switches and verdicts, by lbr-rules-1.schema.json
  rst        one document for Documentation/virt/kvm/x86 of a kernel tree: what one kernel does, and what it breaks
  errata     an entry for errata.rst in that folder
  promela    the protocol model of one design and instance for spin, in the repository only
  series     patches for a kernel tree, from the pieces of series/, fixes first, at most six; in the repository only
  selftest   one test of 150 lines for x86/ of tools/testing/selftests/kvm of a kernel tree, vmx_lbr_test.c

  --out PATH  the file, or for a target of several files the directory; a single file goes to standard output without it
  --site URL  address of the published contract, for rules
  --design NAME    for rst and errata: the release to describe (default: the newest)
  --kernel DIR     for rst and errata: a kernel tree, whose version says the release; for series: the tree to change
  --full           for rst: the whole contract, every rule with its sources and every design; for selftest: a test of
                   every rule that a test can show on hardware, two files, --out names tools/testing/selftests/kvm
  --sign-off WHO   for series: "NAME <ADDRESS>" of the person who signs off (default: git's user.name, user.email)
  --piece NAME     for series: this piece, or several, instead of the first six
  --trailer TEXT   for series: a trailer to put before the sign-off, once or more, such as "Cc: stable@vger.kernel.org"
  --design NAME, --instance NAME  for promela: the model, of a design or a mutant (default v7.3, guest-writes)
`;

/** How the options of a target are written. */
const OPTION: Readonly<Record<keyof ExportChoice, string>> = {
  design: 'design',
  instance: 'instance',
  kernel: 'kernel',
  full: 'full',
  signOff: 'sign-off',
  trailer: 'trailer',
  piece: 'piece',
  site: 'site',
};

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
      kernel: { type: 'string' },
      full: { type: 'boolean' },
      'sign-off': { type: 'string' },
      trailer: { type: 'string', multiple: true },
      piece: { type: 'string', multiple: true },
    });
    if (positionals.length !== 1) {
      const found = positionals.length === 0 ? 'none' : positionals.join(' ');
      throw new UsageError(`expected one target (${Object.keys(exportTargets).join(', ')}), found ${found}`);
    }
    const name = oneOfValues('target', positionals[0], Object.keys(exportTargets));
    const target = await exportTargets[name]();
    const { out, site, ...choice } = values;
    const { 'sign-off': signOff, ...rest } = choice;
    const extra = Object.keys(choice).find((option) => !target.takes?.some((taken) => OPTION[taken] === option));
    if (extra !== undefined) throw new UsageError(`${name} does not take --${extra}`);
    const files = await target.files(out, { ...rest, signOff, site: siteAddress(site) });
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
