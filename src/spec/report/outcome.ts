import type { VerdictEntry } from '../verify/verdict-file.ts';

/**
 * What a verdict means to a CI job:
 * - `pass`: holds, as declared;
 * - `xfail`: violated, as declared; a finding about the design, no fault of the contract;
 * - `skip`: does not apply, or no run established it, as declared;
 * - `fail`: not as declared, a declared violation that is gone included.
 */
export type ReportStatus = 'pass' | 'xfail' | 'skip' | 'fail';

export function reportStatus(entry: VerdictEntry): ReportStatus {
  if (entry.verdict !== entry.expected) return 'fail';
  switch (entry.verdict) {
    case 'holds':
      return 'pass';
    case 'violated':
      return 'xfail';
    case 'not-applicable':
    case 'not-established':
      return 'skip';
  }
}

/** Why the outcome is what it is, in one line. */
export function explain(entry: VerdictEntry): string {
  const reason = (entry.reason ?? entry.how?.summary ?? '').replace(/\s+/g, ' ').trim();
  const found = reason === '' ? entry.verdict : `${entry.verdict}: ${reason}`;
  return entry.verdict === entry.expected ? found : `declared ${entry.expected}, found ${found}`;
}
