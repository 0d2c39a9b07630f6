import { protocolRules } from '../../spec/rules/index.ts';
import type { WalkJob } from '../../spec/verify/job.ts';
import { runAll } from '../verify/run-all.ts';
import { mergeFindings, type CampaignState } from './state.ts';

/** A round is as long as this where it can be: what is lost when the program is killed, and what Ctrl-C waits for. */
const ROUND_SECONDS = 5;
const FIRST_CHUNK = 500;
const LARGEST_CHUNK = 200_000;

interface Goal {
  /** Runs up to this one are to be done, without it. */
  readonly end: number;
  readonly workers: number;
}

/**
 * Runs a campaign from where it stands, in rounds; `keep` gets the state after each. SIGINT and SIGTERM stop it after
 * the round that is running; a second one ends the process.
 */
export async function runRounds(
  from: CampaignState,
  { end, workers }: Goal,
  keep: (state: CampaignState) => void,
): Promise<{ readonly state: CampaignState; readonly stopped: boolean }> {
  let state = from;
  let chunk = FIRST_CHUNK;
  const asked = new AbortController();
  const stop = (): void => asked.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    while (state.nextRun < end && !asked.signal.aborted) {
      const start = performance.now();
      state = await oneRound(state, end, chunk, workers);
      keep(state);
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${state.nextRun} of ${end} runs`);
      // With one worker the rounds run in this thread, and a signal is noticed between two turns of its loop only.
      await new Promise((resolve) => setImmediate(resolve));
      // Which runs share a round changes nothing in what they find.
      const seconds = Math.max((performance.now() - start) / 1000, 0.01);
      chunk = Math.round(Math.min(LARGEST_CHUNK, Math.max(FIRST_CHUNK, (chunk * ROUND_SECONDS) / seconds)));
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
  return { state, stopped: state.nextRun < end };
}

async function oneRound(state: CampaignState, end: number, chunk: number, workers: number): Promise<CampaignState> {
  const { design, instance, steps, seed } = state;
  const rules = protocolRules.filter((rule) => rule.notApplicable?.[design] === undefined).map((rule) => rule.id);
  const jobs: WalkJob[] = [];
  let nextRun = state.nextRun;
  for (let worker = 0; worker < workers && nextRun < end; worker++) {
    const runs = Math.min(chunk, end - nextRun);
    const subject = { design };
    jobs.push({ kind: 'walk', subject, instance, rules, firstRun: nextRun, runs, steps, seed, fastCheck: false });
    nextRun += runs;
  }
  const outcomes = await runAll(jobs, workers, () => undefined);
  let { findings } = state;
  for (const { result } of outcomes) {
    if (result.kind !== 'register') findings = mergeFindings(findings, result.findings);
  }
  return { ...state, nextRun, findings };
}
