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
