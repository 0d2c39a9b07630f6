import { TraceCheck, type TraceOptions } from '../../spec/trace/check.ts';
import { traceRules } from '../../spec/trace/coverage/index.ts';
import { allRules } from '../../spec/rules/index.ts';
import type { TraceReport } from '../../spec/trace/findings.ts';
import { openTrace } from './open-trace.ts';

/** Judges a file as `check-trace` does, without its progress line and exit status. Throws as `openTrace` and `end` do. */
export async function checkFile(file: string, options: Partial<TraceOptions> = {}): Promise<TraceReport> {
  const check = new TraceCheck({
    input: file,
    guest: 'infer',
    contract: traceRules(allRules),
    allocate: Buffer.allocUnsafeSlow,
    ...options,
  });
  for await (const chunk of openTrace(file, (size) => check.reader.space(size))) check.push(chunk);
  return check.end();
}
