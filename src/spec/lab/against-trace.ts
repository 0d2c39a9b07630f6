/**
 * `check-trace` held against the truth: the text of the kernel's tracepoints and the CPU's log of one run. The log misses
 * nothing, so what the text alone proves has to be in it.
 */
import { allRules } from '../rules/index.ts';
import { TraceCheck } from '../trace/check.ts';
import { traceRules } from '../trace/coverage/index.ts';
import type { TraceReport } from '../trace/findings.ts';
import { judgeLog } from './judge/index.ts';
import type { LabLog } from './log/types.ts';

export interface AgainstTrace {
  /** Rules that the text alone says are violated, and those of which it says that they are kept. */
  readonly violated: readonly string[];
  readonly kept: readonly string[];
  /** Where the text says more than the log bears out, one sentence each. */
  readonly wrong: readonly string[];
}

/** What `check-trace` says of a text of a host without further options. */
export function checkText(text: string): TraceReport {
  const check = new TraceCheck({ input: 'trace', guest: 'infer', contract: traceRules(allRules) });
  check.push(new TextEncoder().encode(text));
  return check.end();
}

/** Compares the verdicts of `check-trace` on the text with those of the log, rule by rule. */
export function againstTrace(report: TraceReport, log: LabLog, architectural: boolean): AgainstTrace {
  const { counts } = judgeLog(log, architectural);
  const violated: string[] = [];
  const kept: string[] = [];
  const wrong: string[] = [];
  for (const { rule, verdict, violated: shown } of report.rules) {
    const inLog = counts.get(rule)?.violated ?? 0;
    if (verdict === 'violated') {
      violated.push(rule);
      if (shown > inLog) wrong.push(`${rule}: the trace shows ${times(shown)}, the log ${times(inLog)}`);
    } else if (verdict === 'kept') {
      kept.push(rule);
      if (inLog > 0) wrong.push(`${rule}: kept by the trace, and the log shows ${times(inLog)}`);
    }
  }
  return { violated, kept, wrong };
}

const times = (count: number): string => (count === 1 ? '1 violation' : `${count} violations`);
