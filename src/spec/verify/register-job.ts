import type { RegisterJob } from './job.ts';
import type { Judgement } from './protocol-verdict.ts';

/** What generated cases said, per rule. */
export interface RegisterResult {
  readonly kind: 'register';
  readonly judgements: Readonly<Record<string, Judgement>>;
}

/** Judges register rules on one design with generated cases. */
export function runRegisterJob(_job: RegisterJob): RegisterResult {
  return { kind: 'register', judgements: {} };
}
