import { GUEST_RULES } from './guest-rules.ts';
import { HOST_RULES } from './host-rules.ts';
export { whyUnseen } from './unseen.ts';
/** Every rule that `check-trace` judges. */
export const TRACE_RULES = [...HOST_RULES, ...GUEST_RULES];
