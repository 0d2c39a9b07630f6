import { existsSync, readFileSync } from 'node:fs';
import type { InstanceFinding } from '../../spec/verify/job.ts';
import { UsageError } from '../../node/usage-error.ts';

/** What a campaign, or a shard of one, has done so far; written after every round, so that stopping loses one at most. */
export interface CampaignState {
  readonly format: 'lbr-campaign/1';
  readonly modelHash: string;
  /** Commit of the tree on which it began, or `unknown`. */
  readonly commit: string;
  readonly design: string;
  readonly instance: string;
  readonly seed: number;
  /** Steps of each run. */
  readonly steps: number;
  /** Runs firstRun..nextRun-1 are done. */
  readonly firstRun: number;
  readonly nextRun: number;
  readonly findings: readonly InstanceFinding[];
}

/** What a state file must agree with. */
export type CampaignKey = Pick<CampaignState, 'modelHash' | 'design' | 'instance' | 'seed' | 'steps' | 'firstRun'>;

/** The state in a file, or the beginning where there is no file. Throws a UsageError for a file of another campaign. */
export function resumeFrom(file: string | undefined, key: CampaignKey, commit: string): CampaignState {
  const start: CampaignState = { format: 'lbr-campaign/1', ...key, commit, nextRun: key.firstRun, findings: [] };
  if (file === undefined || !existsSync(file)) return start;
  const found = readState(file);
  for (const name of Object.keys(key) as (keyof CampaignKey)[]) {
    if (found[name] !== key[name]) {
      throw new UsageError(
        `${file}: ${name} is ${String(found[name])}, expected ${String(key[name])}; use another file`,
      );
    }
  }
  return found;
}

/** A state file. Throws a UsageError that names the file for anything else. */
export function readState(file: string): CampaignState {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isState(found)) return found;
  const format = typeof found === 'object' && found !== null && 'format' in found ? String(found.format) : 'none';
  throw new UsageError(`${file}: found format "${format}", expected "lbr-campaign/1" as --state writes it`);
}

function isState(value: unknown): value is CampaignState {
  if (typeof value !== 'object' || value === null) return false;
  const { format, firstRun, nextRun, findings } = value as Partial<CampaignState>;
  return (
    format === 'lbr-campaign/1' &&
    Number.isSafeInteger(firstRun) &&
    Number.isSafeInteger(nextRun) &&
    Array.isArray(findings)
  );
}

/** Adds what later runs found; the violation of the earliest run stays. */
export function mergeFindings(
  before: readonly InstanceFinding[],
  later: readonly InstanceFinding[],
): InstanceFinding[] {
  return later.map((finding) => {
    const known = before.find(({ rule }) => rule === finding.rule);
    if (known === undefined) return finding;
    const violation = known.violation ?? finding.violation;
    return { rule: finding.rule, witnesses: known.witnesses + finding.witnesses, ...(violation && { violation }) };
  });
}
