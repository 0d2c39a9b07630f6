import { createHash } from 'node:crypto';
import anchorsFile from '../../../registry/anchors.json' with { type: 'json' };
import { UsageError, type Command } from '../command.ts';
import { ruleTexts } from '../../spec/rules/index.ts';
import { anchorsOf, type RecordedAnchors } from '../drift/anchors.ts';
import { compareAnchor, type Drift, type DriftState } from '../drift/compare.ts';
import { misplaced, recordTree } from '../drift/record.ts';
import { openTree, versionOf } from '../drift/tree.ts';
import { writeWhole } from '../files.ts';
import { noPositionals, parseOptions } from '../options.ts';

const USAGE = `
usage: lbr-contract drift --kernel DIR [--all] [--record FILE]

Compares what the rules rely on in the kernel source with the tree in DIR, function by function, and lists the rules to
read again. The comparison is by hash of the definition without comments and layout.

  --kernel DIR   a kernel source tree
  --all          list the anchors that are the same, too
  --record FILE  enter the hashes of this tree into FILE (registry/anchors.json) instead: it was reviewed

Exit status: 0 all the same, 1 something changed, moved or is gone, 2 bad input.
`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const STATES: readonly DriftState[] = ['same', 'changed', 'moved', 'gone', 'unrecorded'];

export const driftCommand: Command = {
  name: 'drift',
  summary: 'compare the source anchors of the rules with a kernel tree',
  usage: USAGE,
  async run(args) {
    const { values, positionals } = parseOptions(args, {
      kernel: { type: 'string' },
      all: { type: 'boolean' },
      record: { type: 'string' },
    });
    noPositionals(positionals);
    if (values.kernel === undefined) throw new UsageError('expected --kernel DIR');
    const recorded = anchorsFile as RecordedAnchors;
    const tree = openTree(values.kernel);
    const anchors = anchorsOf(ruleTexts);
    if (values.record !== undefined) {
      const record = recordTree(recorded, anchors, tree, versionOf(tree), sha256);
      writeWhole(values.record, `${JSON.stringify(record, null, 2)}\n`);
      for (const line of misplaced(record, anchors)) process.stderr.write(`${line}\n`);
      process.stdout.write(`${anchors.length} anchors of ${versionOf(tree)} recorded in ${values.record}\n`);
      return 0;
    }
    const drifts = anchors.map((anchor) => compareAnchor(anchor, recorded, tree, sha256));
    process.stdout.write(`${describe(drifts, values.all === true).join('\n')}\n`);
    return drifts.every(({ state }) => state === 'same' || state === 'unrecorded') ? 0 : 1;
  },
};

function describe(drifts: readonly Drift[], all: boolean): string[] {
  const shown = drifts.filter(({ state }) => all || (state !== 'same' && state !== 'unrecorded'));
  const rows = shown.map(({ anchor, state, detail }) => {
    const where = `${anchor.file} ${anchor.symbol} (reviewed in ${anchor.version})`;
    return `${state.padEnd(10)} ${where}${detail === '' ? '' : `: ${detail}`}`;
  });
  const counts = STATES.map((state) => `${drifts.filter((drift) => drift.state === state).length} ${state}`);
  const again = new Set(
    drifts.filter(({ state }) => state !== 'same' && state !== 'unrecorded').flatMap(({ anchor }) => anchor.rules),
  );
  return [
    ...rows,
    `${drifts.length} anchors: ${counts.join(', ')}`,
    ...(again.size === 0 ? [] : [`Read again: ${[...again].toSorted(numerically).join(', ')}`]),
  ];
}

function numerically(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
