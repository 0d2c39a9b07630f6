import { deliverDb } from './events.ts';
import { debugctlInGuestMode } from './guest-mode.ts';
import { DEBUGCTL } from './msr.ts';
import type { Outcome } from './outcome.ts';
import type { VmState } from './vm-state.ts';

/**
 * The guest runs with EFLAGS.TF set until the #DB. With DEBUGCTL.BTF in hardware that comes after the next taken branch,
 * without it after one instruction: Intel SDM, "Single-Stepping on Branches". `branchAfter` is the number of instructions
 * up to that branch, 1 or more; the value of the outcome is the number that ran.
 */
export function singleStep(state: VmState, branchAfter: number): Outcome {
  const byBranch = (debugctlInGuestMode(state) & DEBUGCTL.BTF) !== 0n;
  deliverDb(state);
  const why = byBranch
    ? 'BTF is in hardware: the #DB comes at the branch'
    : 'KVM keeps BTF from hardware: a #DB after each instruction';
  return { result: 'ok', value: byBranch ? BigInt(branchAfter) : 1n, rule: 'LBR-DBG-20', why };
}
