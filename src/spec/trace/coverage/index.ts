import { GUEST_RULES } from './guest-rules.ts';
import { HOST_RULES } from './host-rules.ts';
import type { TraceRule } from './trace-rule.ts';

export type { TraceRule } from './trace-rule.ts';
export { whyUnseen } from './unseen.ts';

/** Every rule that `check-trace` judges. */
export const TRACE_RULES: readonly TraceRule[] = [...HOST_RULES, ...GUEST_RULES];
