/** Entries of L2 with the DEBUGCTL that the last exit left in the vmcs12: their value depends on the design. */
import { replayRegister } from '../../scenario/replay-register.ts';
import type { Scenario } from '../../scenario/types.ts';

/** Steps of a scenario that enter L2 with what its own design left there. */
export function entriesAsLeft(scenario: Scenario): number[] {
  return [...scenario.steps.keys()].filter((index) => {
    const { op, debugctl } = scenario.steps[index];
    if (op !== 'guest.vmenter_l2' || scenario.steps[index - 1]?.op !== 'guest.vmexit_l1') return false;
    return BigInt(String(debugctl ?? 0)) === BigInt(leftBefore(scenario, index));
  });
}

/** The same steps on the design that keeps every rule, where those entries take what that design leaves. */
export function asLeft(scenario: Scenario, entries: ReadonlySet<number>): Scenario {
  const contract = { ...scenario, design: 'contract' };
  const steps = [...scenario.steps];
  for (const index of entries) steps[index] = { ...steps[index], debugctl: leftBefore({ ...contract, steps }, index) };
  return { ...contract, steps };
}

/** GUEST_IA32_DEBUGCTL of the vmcs12 before a step. */
function leftBefore(scenario: Scenario, index: number): string {
  const steps = [...scenario.steps.slice(0, index), { op: 'guest.vmread' }];
  return replayRegister({ ...scenario, steps }).at(-1)?.value ?? '0x0';
}
