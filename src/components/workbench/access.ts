import type { ScenarioStep } from '@spec/scenario/types.ts';
import type { AccessRequest } from '@site/src/worker/messages.ts';

/** What the form says. */
export interface Access {
  readonly lbr: string;
  /** Names of `FLAGS` that are ticked. */
  readonly flags: readonly string[];
  readonly by: string;
  readonly write: boolean;
  readonly msr: string;
  readonly value: string;
}

/** Features of the guest that its VMM can set. */
export const FLAGS = [
  { name: 'rtm', title: 'RTM' },
  { name: 'busLockDetect', title: 'bus-lock detection' },
] as const;

/** The access as a scenario for each design: the VMM sets the CPUID, then the access. */
export function accessRequest({ lbr, flags, by, write, msr, value }: Access): AccessRequest {
  const cpuid: ScenarioStep = {
    op: 'vmm.set_cpuid',
    ...Object.fromEntries(FLAGS.map(({ name }) => [name, flags.includes(name)])),
  };
  const op = by === 'guest' ? (write ? 'guest.wrmsr' : 'guest.rdmsr') : write ? 'vmm.set_msr' : 'vmm.get_msr';
  return {
    kind: 'access',
    host: { lbr },
    steps: [cpuid, { op, msr: msr.trim(), ...(write && { value: value.trim() }) }],
  };
}
