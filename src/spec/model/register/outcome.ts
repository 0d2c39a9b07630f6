import type { RuleName } from '../../kit/rule.ts';

/** What the caller of one operation sees. */
type Result = 'ok' | '#GP' | 'refused' | 'invalid-guest-state';

export interface Outcome {
  readonly result: Result;
  /** 64-bit value: for reads, what the reader sees. */
  readonly value?: bigint;
  /** The rule of the contract that says what must happen here. */
  readonly rule?: RuleName | undefined;
  /** One sentence for `replay --explain`. */
  readonly why?: string;
}

export type Actor = 'guest' | 'vmm';

/** Why an access took the way it took: one sentence, and the rule that decides it where the contract has one. */
interface Reason {
  readonly rule?: RuleName | undefined;
  readonly why: string;
}

/**
 * What one MSR handler says. `unsupported` is KVM_MSR_RET_UNSUPPORTED: `ignore_msrs` and the leniency for advertised
 * MSRs apply to it; `invalid` is final.
 */
export type Handled = { readonly kind: 'ok' | 'unsupported' | 'invalid'; readonly value?: bigint } & Reason;

export const ok = (rule: RuleName, why: string, value?: bigint): Handled =>
  value === undefined ? { kind: 'ok', rule, why } : { kind: 'ok', value, rule, why };

/** An access that no rule of the contract decides: it is there because questions about LBRs lead to it. */
export const beside = (kind: Handled['kind'], why: string, value?: bigint): Handled =>
  value === undefined ? { kind, why } : { kind, why, value };

export const unsupported = (rule: RuleName, why: string): Handled => ({ kind: 'unsupported', rule, why });

export const invalid = (rule: RuleName, why: string): Handled => ({ kind: 'invalid', rule, why });
