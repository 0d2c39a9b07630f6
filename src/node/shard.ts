import { UsageError } from './usage-error.ts';

/** The i-th of n parts of some work; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/**
 * What `--shard` says: `i/n`, or `env` for a part whose number is in the environment: JOB_COMPLETION_INDEX, from 0, as an
 * Indexed Job of Kubernetes sets it, of LBR_CONTRACT_SHARDS. Throws a UsageError for anything else.
 */
export function shardNamed(text: string, env: Readonly<Record<string, string | undefined>> = process.env): Shard {
  if (text === 'env') return shardOfEnvironment(env);
  const [, index, of] = (/^([0-9]+)\/([0-9]+)$/.exec(text) ?? []).map(Number);
  if (index >= 1 && of >= index) return { index, of };
  throw new UsageError(`--shard: found "${text}", expected i/n with 1 <= i <= n, for example 1/4, or env`);
}

function shardOfEnvironment(env: Readonly<Record<string, string | undefined>>): Shard {
  const number = (name: string, least: number): number => {
    const text = env[name] ?? '';
    if (/^[0-9]+$/.test(text) && Number(text) >= least) return Number(text);
    throw new UsageError(`--shard env: ${name} is "${text}", expected an integer from ${least} on`);
  };
  const of = number('LBR_CONTRACT_SHARDS', 1);
  const index = number('JOB_COMPLETION_INDEX', 0) + 1;
  if (index <= of) return { index, of };
  throw new UsageError(
    `--shard env: JOB_COMPLETION_INDEX is ${index - 1}, expected less than LBR_CONTRACT_SHARDS, ${of}`,
  );
}
