import { createHash } from 'node:crypto';
import anchorsFile from '../../../registry/anchors.json' with { type: 'json' };
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { ruleTexts } from '../../spec/rules/index.ts';
import { anchorsOf, treeOf, type RecordedAnchors } from '../drift/anchors.ts';
import { compareAnchor, isNew, type Drift, type DriftState } from '../drift/compare.ts';
import { misplaced, recordTree } from '../drift/record.ts';
import { openTree, versionOf } from '../drift/tree.ts';
import { writeWhole } from '../../node/files.ts';
import { noPositionals, parseOptions } from '../options.ts';

const USAGE = `
usage: lbr-contract drift --kernel DIR [--all] [--record FILE]

Says whether the version of the tree in DIR was reviewed, or is newer or older than the one that was; compares what
the rules rely on in the kernel source with it, function by function, and lists the rules to read again. The
comparison is by hash of the definition without comments and layout. What differs from the version that a rule
names, but is what another reviewed tree has in that place, is listed and needs no second look.

  --kernel DIR   a kernel source tree
  --all          list the anchors that are the same, too
  --record FILE  enter the hashes of this tree into FILE (registry/anchors.json) instead: it was reviewed

Exit status: 0 all was reviewed, 1 something changed, moved or is gone since, 2 bad input.
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
    process.stdout.write(
      `${standing(versionOf(tree), recorded)}\n${describe(drifts, values.all === true).join('\n')}\n`,
    );
    return drifts.some(isNew) ? 1 : 0;
  },
};

/** Whether this version was reviewed, and how it stands to those that were. */
function standing(version: string, { trees }: RecordedAnchors): string {
  const name = treeOf(`v${version}`);
  const reviewed = trees[name];
  if (reviewed === version) return `Linux ${version} is reviewed.`;
  const others = Object.values(trees).join(', ');
  if (reviewed === undefined) return `Linux ${version} is of a series that was not reviewed; reviewed are ${others}.`;
  return `Linux ${version} is ${numerically(version, reviewed) > 0 ? 'newer' : 'older'} than ${reviewed}, which is reviewed.`;
}

function describe(drifts: readonly Drift[], all: boolean): string[] {
  const rows = drifts.filter(({ state }) => all || state !== 'same').map(row);
  const counts = STATES.map((state) => `${drifts.filter((drift) => drift.state === state).length} ${state}`);
  const total = `${drifts.length} anchors: ${counts.join(', ')}`;
  const fresh = drifts.filter(isNew);
  if (fresh.length === 0) return [...rows, total, 'Nothing to read again: all of it is in a tree that was reviewed.'];
  return [...rows, total, `Read again, for ${fresh.length} that no reviewed tree has:`, ...readAgain(fresh)];
}

function row({ anchor, state, detail, asIn }: Drift): string {
  const where = `${anchor.file} ${anchor.symbol} (reviewed in ${anchor.version})`;
  const elsewhere = state !== 'same' && asIn.length > 0 ? `as in ${asIn.join(', ')}` : '';
  const rest = [detail, elsewhere].filter(Boolean).join(', ');
  return `${state.padEnd(10)} ${where}${rest === '' ? '' : `: ${rest}`}`;
}

/** One line per rule, with its sources that are new. */
function readAgain(fresh: readonly Drift[]): string[] {
  const ids = [...new Set(fresh.flatMap(({ anchor }) => anchor.rules))].toSorted(numerically);
  return ids.map((id) => {
    const own = fresh.filter(({ anchor }) => anchor.rules.includes(id)).map(({ anchor }) => anchor.symbol);
    return `  ${id}: ${[...new Set(own)].join(', ')}`;
  });
}

function numerically(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
