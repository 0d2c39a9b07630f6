/** A plan whose run also records what the kernel's own tracepoints say, as docs/record-a-trace.mdx sets them up. */
import type { Plan, PlanLine } from './plan.ts';
import type { RegisterPlan } from './translate/register.ts';

const BEFORE: readonly PlanLine[] = [{ text: 'trace on' }];
const AFTER: readonly PlanLine[] = [{ text: 'trace off' }, { text: 'trace dump' }];

/** The same plan with ftrace switched on before its first step, and read after its last. */
export function withTrace<Of extends Plan | RegisterPlan>(plan: Of): Of {
  const lines = [...BEFORE, ...plan.lines, ...AFTER];
  if (!('expected' in plan)) return { ...plan, lines };
  // What the model expects of a line is found by the line's index.
  return { ...plan, lines, expected: plan.expected.map((each) => ({ ...each, line: each.line + BEFORE.length })) };
}
