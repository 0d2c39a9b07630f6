import { hostOf, type Host } from '../../../spec/model/register/index.ts';
import { parseHost } from '../../../spec/scenario/host-fields.ts';
import type { Scenario } from '../../../spec/scenario/types.ts';

/** Operations that a selftest can do on hardware; the others need a machine that a test cannot set up. */
const OPS = new Set([
  'vmm.set_cpuid',
  'vmm.set_msr',
  'vmm.get_msr',
  'vmm.list_msr',
  'vmm.run',
  'vmm.disable_pmu',
  'guest.wrmsr',
  'guest.rdmsr',
  'guest.db',
  'host.open_lbr_event',
  'host.close_lbr_event',
  'host.freeze_in_smm',
]);

/** Fields of the host that a test finds as they are; a scenario that sets another one needs another machine. */
const FOUND: readonly (keyof Host)[] = [
  'lbr',
  'lbrFmt',
  'depth',
  'perfDepth',
  'from',
  'to',
  'info',
  'model',
  'callstack',
  'rtm',
  'busLockDetect',
];

/** Why a scenario cannot run as a selftest, in one phrase, or undefined where it can. */
export function needsMore(scenario: Scenario): string | undefined {
  const op = scenario.steps.find((step) => !OPS.has(step.op))?.op;
  if (op !== undefined) return `${op} has no counterpart in a selftest`;
  const host = scenario.host === undefined ? hostOf() : parseHost(scenario.host, '$.host');
  if (host.lbr === 'arch') return 'KVM virtualizes no Arch LBR';
  const plain = hostOf({ lbr: host.lbr });
  const differs = Object.keys(scenario.host ?? {}).find((name) => {
    const field = name as keyof Host;
    return !FOUND.includes(field) && field !== 'perfCapabilities' && host[field] !== plain[field];
  });
  if (differs !== undefined) return `a host with ${differs} set`;
  return scenario.steps.some((step) => step.op === 'vmm.set_cpuid' && (step['archLbr'] === true || 'lbrDepth' in step))
    ? 'a guest with Arch LBR'
    : undefined;
}

const OFFER = 'as they are about hosts of every kind';
const HARDWARE = 'as they are about registers that no test can read at that time';
const NESTED = 'as they need L1 and L2';
const PMI = 'as they need a PMI in the guest';
const ARCH = 'as KVM virtualizes no Arch LBR';

/** Register rules that no selftest can test on hardware, and why: after "not tested,". */
export const untested: Readonly<Record<string, string>> = {
  'LBR-CAP-1': OFFER,
  'LBR-CAP-2': OFFER,
  'LBR-CAP-3': OFFER,
  'LBR-CAP-4': OFFER,
  'LBR-CAP-5': OFFER,
  'LBR-CAP-15': OFFER,
  'LBR-CAP-17': OFFER,
  'LBR-DBG-29': HARDWARE,
  'LBR-DBG-31': HARDWARE,
  'LBR-DBG-32': HARDWARE,
  'LBR-MSR-26': HARDWARE,
  'LBR-MSR-30': HARDWARE,
  'LBR-FRZ-20': PMI,
  'LBR-FRZ-21': PMI,
  'LBR-FRZ-22': PMI,
  'LBR-FRZ-23': PMI,
  'LBR-RST-1': 'as no ioctl resets a vCPU',
  'LBR-RST-2': 'as no ioctl resets a vCPU',
  'LBR-RST-3': 'as no ioctl resets a vCPU',
  'LBR-RST-5': 'as it needs an SMM handler in the guest',
  'LBR-MIG-3': 'as it needs a VMM that copies all of a vCPU',
  'LBR-MIG-5': 'as it needs two hosts',
  'LBR-NEST-1': NESTED,
  'LBR-NEST-2': NESTED,
  'LBR-NEST-3': NESTED,
  'LBR-NEST-4': NESTED,
  'LBR-NEST-5': NESTED,
  'LBR-NEST-6': NESTED,
  'LBR-NEST-7': NESTED,
  'LBR-NEST-8': NESTED,
  'LBR-NEST-9': NESTED,
  ...Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`LBR-ARCH-${index + 20}`, ARCH])),
};
