import { UsageError } from '../../node/usage-error.ts';
import { jsonFilesIn } from '../../node/files.ts';
import { mergeFindings, readState, type CampaignKey, type CampaignState } from './state.ts';

/** The runs of the i-th of n shards: from `first` up to `end`, without it. Together they are all runs, each once. */
export function runsOfShard(runs: number, { index, of }: { readonly index: number; readonly of: number }) {
  const at = (part: number): number => Number((BigInt(runs) * BigInt(part)) / BigInt(of));
  return { first: at(index - 1), end: at(index) };
}

/**
 * The state of a whole campaign of `runs` runs from the shards in a folder. Throws a UsageError where one is of another
 * campaign or commit, is there twice, is missing, or is not finished.
 */
export function joinCampaign(folder: string, key: CampaignKey, runs: number): CampaignState {
  const shards = jsonFilesIn(folder, '--merge')
    .map((file) => ({ file, state: readState(file) }))
    .toSorted((a, b) => a.state.firstRun - b.state.firstRun || a.state.nextRun - b.state.nextRun);
  const [first] = shards;
  let joined: CampaignState = { ...first.state, firstRun: 0, nextRun: 0, findings: [] };
  for (const { file, state } of shards) {
    for (const name of ['modelHash', 'design', 'instance', 'seed', 'steps'] as const) {
      if (state[name] !== key[name]) {
        throw new UsageError(`${file}: ${name} is ${String(state[name])}, expected ${String(key[name])}`);
      }
    }
    if (state.commit !== first.state.commit) {
      throw new UsageError(`${file}: of commit ${state.commit}, and ${first.file} of ${first.state.commit}`);
    }
    if (state.firstRun < joined.nextRun) {
      throw new UsageError(`${file}: has run ${state.firstRun}, which another shard has too`);
    }
    if (state.firstRun > joined.nextRun) throw missing(folder, joined.nextRun, state.firstRun);
    joined = { ...joined, nextRun: state.nextRun, findings: mergeFindings(joined.findings, state.findings) };
  }
  if (joined.nextRun < runs) throw missing(folder, joined.nextRun, runs);
  if (joined.nextRun > runs) {
    throw new UsageError(`${folder}: the shards have ${joined.nextRun} runs, expected --runs ${runs}`);
  }
  return joined;
}

function missing(folder: string, from: number, to: number): UsageError {
  return new UsageError(`${folder}: runs ${from} to ${to - 1} are missing; run or resume that shard`);
}
