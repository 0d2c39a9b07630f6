import { existsSync, readFileSync } from 'node:fs';
import type { Finding } from '../../spec/verify/job.ts';
import { UsageError } from '../command.ts';

/** What a campaign has done so far; the file is written after every round, so that stopping loses one round at most. */
export interface CampaignState {
  readonly format: 'lbr-campaign/1';
  readonly modelHash: string;
  readonly design: string;
  readonly instance: string;
  readonly seed: number;
  /** Steps of each run. */
  readonly steps: number;
  /** Runs 0..nextRun-1 are done. */
  readonly nextRun: number;
  readonly findings: readonly Finding[];
}

/** What a state file must agree with. */
export type CampaignKey = Pick<CampaignState, 'modelHash' | 'design' | 'instance' | 'seed' | 'steps'>;

/** The state in a file, or the beginning where there is no file. Throws a UsageError for a file of another campaign. */
export function resumeFrom(file: string | undefined, key: CampaignKey): CampaignState {
  const start: CampaignState = { format: 'lbr-campaign/1', ...key, nextRun: 0, findings: [] };
  if (file === undefined || !existsSync(file)) return start;
  let found: Partial<CampaignState>;
  try {
    found = JSON.parse(readFileSync(file, 'utf8')) as Partial<CampaignState>;
  } catch (error) {
    throw new UsageError(`${file}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (found.format !== start.format || !Number.isSafeInteger(found.nextRun) || !Array.isArray(found.findings)) {
    throw new UsageError(`${file}: found format "${String(found.format)}", expected "${start.format}"`);
  }
  for (const name of Object.keys(key) as (keyof CampaignKey)[]) {
    if (found[name] !== key[name]) {
      throw new UsageError(
        `${file}: ${name} is ${String(found[name])}, expected ${String(key[name])}; use another file`,
      );
    }
  }
  return found as CampaignState;
}

/** Adds what later runs found; the violation of the earliest run stays. */
export function mergeFindings(before: readonly Finding[], later: readonly Finding[]): Finding[] {
  return later.map((finding) => {
    const known = before.find(({ rule }) => rule === finding.rule);
    if (known === undefined) return finding;
    const violation = known.violation ?? finding.violation;
    return { rule: finding.rule, witnesses: known.witnesses + finding.witnesses, ...(violation && { violation }) };
  });
}
