import { joinDeepWalks } from './join.ts';
import { deepFlips, deepSearches, deepWalks, WALK_CHUNK, type DeepWalkJob } from './plan.ts';
import type { DeepFlip, DeepResults, DeepSearch, DeepWalk } from './result.ts';

/** What one part of the deep runs has to do, or all of it. */
interface DeepPart {
  readonly searches: typeof deepSearches;
  readonly flips: typeof deepFlips;
  /** Ranges of runs, in whole chunks. */
  readonly walks: readonly DeepWalkJob[];
}

/** What `npm run deep -- --shard i/n` writes. */
export interface DeepShard {
  readonly format: 'lbr-deep-shard/1';
  readonly date: string;
  readonly commit: string;
  readonly modelHash: string;
  readonly shard: { readonly index: number; readonly of: number };
  readonly searches: readonly DeepSearch[];
  readonly walks: readonly DeepWalk[];
  readonly permitted: readonly DeepFlip[];
}

/** The i-th of n parts. Together they are the plan, each piece once; the largest searches are in different parts. */
export function deepPart(index: number, of: number): DeepPart {
  const isMine = (_job: unknown, place: number): boolean => place % of === index - 1;
  return {
    searches: deepSearches.filter(isMine),
    // From the other end, so that a part with a search more has no flip more.
    flips: deepFlips.toReversed().filter(isMine).toReversed(),
    walks: deepWalks.flatMap((walk) => {
      const chunks = Math.ceil(walk.runs / WALK_CHUNK);
      const runAt = (part: number): number => Math.min(Math.floor((chunks * part) / of) * WALK_CHUNK, walk.runs);
      const [firstRun, end] = [runAt(index - 1), runAt(index)];
      return end > firstRun ? [{ ...walk, firstRun, runs: end - firstRun }] : [];
    }),
  };
}

/** The jobs of its part that a shard lacks or has not finished. */
function missingOfPart(part: DeepPart, found: Pick<DeepShard, 'searches' | 'walks' | 'permitted'>): string[] {
  return [
    ...part.searches
      .map(({ instance }) => instance)
      .filter((name) => !found.searches.some(({ instance }) => instance === name)),
    ...part.flips.map(({ flip }) => flip).filter((name) => !found.permitted.some(({ flip }) => flip === name)),
    ...part.walks
      .filter(({ instance, runs }) => found.walks.find((walk) => walk.instance === instance)?.runs !== runs)
      .map(({ instance, firstRun, runs }) => `${instance}: runs ${firstRun} to ${firstRun + runs - 1}`),
  ];
}

/**
 * The whole result from its shards, by name of their files. Throws a RangeError where one is of another commit or model or of
 * another number of shards, where one is there twice or missing, and where one has not come to its end.
 */
export function joinDeepShards(files: ReadonlyMap<string, DeepShard>): DeepResults {
  const [first] = files;
  if (first === undefined) throw new RangeError('there are no shards');
  const [firstName, { shard, commit, modelHash }] = first;
  const byIndex = new Map<number, DeepShard>();
  for (const [name, file] of files) {
    for (const key of ['commit', 'modelHash'] as const) {
      if (file[key] !== first[1][key])
        throw new RangeError(`${name}: ${key} is ${file[key]}, and ${first[1][key]} in ${firstName}`);
    }
    const { index, of } = file.shard;
    if (of !== shard.of) throw new RangeError(`${name}: one of ${of} shards, and ${firstName} one of ${shard.of}`);
    if (byIndex.has(index)) throw new RangeError(`${name}: shard ${index}/${of} is there twice`);
    const [open] = missingOfPart(deepPart(index, of), file);
    if (open !== undefined) throw new RangeError(`${name}: not finished: ${open}; run the same command again`);
    byIndex.set(index, file);
  }
  const shards = Array.from({ length: shard.of }, (_, place) => {
    const found = byIndex.get(place + 1);
    if (found === undefined) throw new RangeError(`shard ${place + 1}/${shard.of} is missing`);
    return found;
  });
  return {
    format: 'lbr-deep/1',
    date:
      shards
        .map(({ date }) => date)
        .toSorted()
        .at(-1) ?? '',
    commit,
    modelHash,
    searches: deepSearches.flatMap(({ instance }) =>
      shards.flatMap(({ searches }) => searches.filter((one) => one.instance === instance)),
    ),
    walks: deepWalks.flatMap(({ instance }) => {
      const [head, ...rest] = shards.flatMap(({ walks }) => walks.filter((one) => one.instance === instance));
      return head === undefined ? [] : [rest.reduce(joinDeepWalks, head)];
    }),
    permitted: deepFlips.flatMap(({ flip }) =>
      shards.flatMap(({ permitted }) => permitted.filter((one) => one.flip === flip)),
    ),
  };
}
