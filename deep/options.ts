import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { shardNamed, type Shard } from '../src/node/shard.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { deepFlips, deepSearches, deepWalks } from '../src/spec/deep/plan.ts';

/** Where the result lies from which the site is made. */
const RESULTS = 'deep/results.json';

export const USAGE = `npm run deep -- [--fresh] [--only NAME] [--workers N] [--shard i/n --out FILE | --merge DIR]
Searches the large instances and walks through larger ones. A run that was stopped goes on where it was.

  --fresh        begin again
  --only NAME    one search, walk or flip
  --workers N    threads (one per core)
  --shard i/n    the i-th of n parts, into a file of its own; env takes the part from JOB_COMPLETION_INDEX, which counts
                 from 0, and LBR_CONTRACT_SHARDS
  --out FILE     where the result goes (${RESULTS})
  --merge DIR    join the shards in a folder, and judge
`;

export interface DeepOptions {
  readonly fresh: boolean;
  readonly only: string | undefined;
  readonly workers: number;
  readonly shard: Shard | undefined;
  readonly out: string;
  readonly merge: string | undefined;
  readonly help: boolean;
}

/** Throws a UsageError that names the option, what was found and what is expected. */
export function deepOptions(args: readonly string[]): DeepOptions {
  const { values } = parse(args);
  const { only, merge, out, fresh, help } = values;
  const shard = values.shard === undefined ? undefined : shardNamed(values.shard);
  const workers = Number(values.workers ?? availableParallelism());
  if (!(Number.isInteger(workers) && workers > 0)) {
    throw new UsageError(`--workers: found "${values.workers ?? ''}", expected an integer from 1 on`);
  }
  const names = [...deepSearches, ...deepWalks]
    .map(({ instance }) => instance)
    .concat(deepFlips.map(({ flip }) => flip));
  if (only !== undefined && !names.includes(only)) {
    throw new UsageError(`--only: found "${only}", expected one of ${names.join(', ')}`);
  }
  if (shard !== undefined && out === undefined)
    throw new UsageError('--shard: expected --out FILE for what the part finds');
  if (shard !== undefined && (merge !== undefined || only !== undefined)) {
    throw new UsageError('--shard: goes neither with --merge nor with --only');
  }
  return { fresh, only, workers, shard, out: out ?? RESULTS, merge, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        fresh: { type: 'boolean', default: false },
        only: { type: 'string' },
        workers: { type: 'string' },
        shard: { type: 'string' },
        out: { type: 'string' },
        merge: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
