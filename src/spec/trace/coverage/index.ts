import { ACCESS_RULES } from './access-rules.ts';
import { ARCH_RULES } from './arch-rules.ts';
import { GUEST_RULES } from './guest-rules.ts';
import { HOST_RULES } from './host-rules.ts';
import type { TraceRule } from './trace-rule.ts';

export type { TraceRule } from './trace-rule.ts';
export { whyUnseen } from './unseen.ts';

/** Every rule that `check-trace` judges. */
export const TRACE_RULES: readonly TraceRule[] = [...HOST_RULES, ...ACCESS_RULES, ...GUEST_RULES, ...ARCH_RULES];
