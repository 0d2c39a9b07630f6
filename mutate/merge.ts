/** Joins the parts of a run that was split among machines. */
import { UsageError } from '../src/node/usage-error.ts';
import type { Entry, MutationResults } from './results.ts';

/**
 * The whole run of which `parts` are the shards; `order` has the names of the changes as they were drawn, from the first on.
 * Throws a UsageError where a part is missing or there twice, of another commit, model or seed, or has a gap.
 */
export function mergeParts(
  parts: readonly { readonly file: string; readonly results: MutationResults }[],
  order: readonly string[],
): MutationResults {
  const [first] = parts;
  if (first === undefined) throw new UsageError('merge: found no results, expected the files of all shards');
  const of = first.results.shard?.of ?? 1;
  const byIndex = new Map<number, MutationResults>();
  for (const { file, results } of parts) {
    for (const what of ['commit', 'hash', 'seed', 'changes'] as const) {
      if (results[what] !== first.results[what])
        throw new UsageError(`${file}: ${what} ${results[what]}, but ${first.file} has ${first.results[what]}`);
    }
    const { index, of: parted } = results.shard ?? { index: 1, of: 1 };
    if (parted !== of) throw new UsageError(`${file}: a shard of ${parted}, but ${first.file} is one of ${of}`);
    if (byIndex.has(index)) throw new UsageError(`${file}: shard ${index}/${of} is there twice`);
    byIndex.set(index, results);
  }
  const count = Math.max(...parts.map(({ results: { shard, entries } }) => positionOf(shard, entries.length - 1) + 1));
  const entries = Array.from({ length: count }, (_, position): Entry => {
    const index = (position % of) + 1;
    const results = byIndex.get(index);
    if (results === undefined) throw new UsageError(`shard ${index}/${of} is missing`);
    const entry = results.entries[Math.floor(position / of)];
    if (entry === undefined)
      throw new UsageError(`shard ${index}/${of} has no result for change ${position + 1}, "${order[position]}"`);
    if (entry.name !== order[position])
      throw new UsageError(
        `shard ${index}/${of}: change ${position + 1} is "${entry.name}", expected "${order[position]}"; are the sources those of ${first.results.commit.slice(0, 12)}?`,
      );
    return entry;
  });
  const { shard: _, ...whole } = first.results;
  return { ...whole, entries };
}

/** Place among all changes of the n-th entry of a shard, from 0. */
const positionOf = (shard: MutationResults['shard'], n: number): number =>
  shard === undefined ? n : n * shard.of + shard.index - 1;
