/** The command line of `npm run mutate`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { shardNamed } from '../src/node/shard.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { RESULTS_FILE } from './results.ts';

export const HELP = `
usage: npm run mutate -- [--sample N | --first N | --all] [--seed S] [--shard i/n] [--minutes M] [--workers N]
       [--only TEXT] [--out FILE] [--fresh]
       npm run mutate -- merge FILE... [--out FILE]

Changes src/spec/model at one place at a time (negate a condition, drop a statement, swap an operator, off by one, another
constant) and asks whether a verdict notices. Goes on where it was stopped, as long as model and rules are the same.

  --sample N    go on until N changes were tried that have an effect (200)
  --seed S      which ones (1)
  --first N     the first N that are drawn, whether they have an effect or not
  --all         every change there is
  --shard i/n   with --first or --all: of these each n-th from the i-th on; --out has to name a file for it
  --minutes M   stop after so many minutes
  --workers N   changes tried at a time (one for each core)
  --limit S     seconds for one change (420); more on a machine that does other things besides
  --only TEXT   the changes whose name has this text; prints, and writes nothing
  --out FILE    default ${RESULTS_FILE}
  --fresh       begin again
  --again KIND  try those again that ended so: survives, not-run, timed-out, stops
  --keep        keep what is noticed though model or rules have changed since

merge joins the files of all shards of one commit, and refuses where one is missing, has a gap, or is of another commit.
`;

/** Throws a UsageError for a value that makes no sense. */
export function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sample: { type: 'string', default: '200' },
      first: { type: 'string' },
      seed: { type: 'string', default: '1' },
      all: { type: 'boolean', default: false },
      shard: { type: 'string' },
      minutes: { type: 'string', default: '1e9' },
      workers: { type: 'string', default: String(availableParallelism()) },
      limit: { type: 'string', default: '420' },
      only: { type: 'string' },
      out: { type: 'string', default: RESULTS_FILE },
      fresh: { type: 'boolean', default: false },
      again: { type: 'string', default: '' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'sample' | 'seed' | 'minutes' | 'workers' | 'limit'): number => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new UsageError(`--${name}: found ${values[name]}, expected a number above 0`);
    return value;
  };
  const shard = values.shard === undefined ? undefined : shardNamed(values.shard);
  const first = values.first === undefined ? undefined : Number(values.first);
  if (first !== undefined && !(Number.isInteger(first) && first > 0))
    throw new UsageError(`--first: found ${values.first}, expected a whole number above 0`);
  if (shard !== undefined && !values.all && first === undefined)
    throw new UsageError('--shard: expected --first or --all besides, so that the parts fit together');
  if (shard !== undefined && values.out === RESULTS_FILE)
    throw new UsageError(`--shard: expected --out with a file for this shard; ${RESULTS_FILE} is for the whole`);
  if (positionals.length > 0 && positionals[0] !== 'merge')
    throw new UsageError(`found "${positionals[0]}", expected options, or merge and files`);
  if (!Number.isInteger(number('workers')))
    throw new UsageError(`--workers: found ${values.workers}, expected a whole number above 0`);
  const [sample, seed, minutes, workers, limit] = (['sample', 'seed', 'minutes', 'workers', 'limit'] as const).map(
    number,
  );
  return { ...values, sample, first, seed, minutes, workers, limit, shard, positionals };
}
