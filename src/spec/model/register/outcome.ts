import type { RuleName } from '../../kit/rule.ts';

/** What the caller of one operation sees. */
type Result = 'ok' | '#GP' | 'refused' | 'invalid-guest-state';

export interface Outcome {
  readonly result: Result;
  /** 64-bit value: for reads, what the reader sees. */
  readonly value?: bigint;
  /** The rule of the contract that says what must happen here. */
  readonly rule?: RuleName;
  /** One sentence for `replay --explain`. */
  readonly why?: string;
}

export type Actor = 'guest' | 'vmm';

/** Why an access took the way it took: the rule that decides it and one sentence. */
interface Reason {
  readonly rule: RuleName;
  readonly why: string;
}

/**
 * What one MSR handler says. `unsupported` is KVM_MSR_RET_UNSUPPORTED: `ignore_msrs` and the leniency for advertised
 * MSRs apply to it; `invalid` is final.
 */
export type Handled = { readonly kind: 'ok' | 'unsupported' | 'invalid'; readonly value?: bigint } & Reason;

export const ok = (rule: RuleName, why: string, value?: bigint): Handled =>
  value === undefined ? { kind: 'ok', rule, why } : { kind: 'ok', value, rule, why };

export const unsupported = (rule: RuleName, why: string): Handled => ({ kind: 'unsupported', rule, why });

export const invalid = (rule: RuleName, why: string): Handled => ({ kind: 'invalid', rule, why });
