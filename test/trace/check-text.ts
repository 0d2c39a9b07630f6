import { TraceCheck, type TraceOptions } from '../../src/spec/trace/check.ts';
import { allRules } from '../../src/spec/rules/index.ts';
import { traceRules } from '../../src/spec/trace/coverage/index.ts';
import type { TraceReport } from '../../src/spec/trace/findings.ts';

/** Judges text, handed over in pieces of `piece` bytes. */
export function checkText(text: string, options: Partial<TraceOptions> = {}, piece = 1 << 16): TraceReport {
  const check = new TraceCheck({ input: 'trace.txt', guest: 'infer', contract: traceRules(allRules), ...options });
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += piece) check.push(bytes.slice(at, at + piece));
  return check.end();
}

/** The finding of one rule. */
export function finding(report: TraceReport, rule: string): TraceReport['rules'][number] {
  const found = report.rules.find((one) => one.rule === rule);
  if (found === undefined) throw new Error(`${rule} is not judged`);
  return found;
}
