import { supportedPerfCapabilities, vpmuAvailable } from './capability.ts';
import type { GuestCpuid } from './cpuid.ts';
import { miscEnableAtReset } from './misc-enable.ts';
import type { VmState } from './vm-state.ts';
import type { Outcome } from './outcome.ts';
import { archDepthOf, lbrEnabled, refreshPmu } from './refresh.ts';

/** KVM_CREATE_VCPU, at the first thing that a VMM or a guest does with the vCPU. */
export function createVcpu(state: VmState): void {
  const { vm, settings, host, vcpu } = state;
  if (vm.vcpuCreated) return;
  vm.vcpuCreated = true;
  vcpu.miscEnable = miscEnableAtReset(state);
  const stuffed = settings.freshPerfCapabilities === 'supported' && vm.stuffFeatureMsrs;
  vcpu.perfCapabilities = stuffed ? supportedPerfCapabilities(host, settings) : 0n;
  refreshPmu(state);
}

/** KVM_SET_CPUID2 */
export function setCpuid(state: VmState, cpuid: GuestCpuid): Outcome {
  createVcpu(state);
  const { vcpu, settings, host } = state;
  const inL2 = settings.featureMsrsAfterRun === 'frozen-in-l2' && vcpu.vmcs12 !== undefined;
  if ((vcpu.hasRun || inL2) && settings.cpuidAfterRun === 'frozen') {
    const same = Object.entries(cpuid).every(([name, value]) => vcpu.cpuid[name as keyof GuestCpuid] === value);
    if (same) return { result: 'ok', rule: 'LBR-CAP-10', why: 'the same CPUID again' };
    return { result: 'refused', rule: 'LBR-CAP-10', why: 'CPUID is fixed once the vCPU has run' };
  }
  const exposes = settings.archLbr === 'exposed' && host.lbr === 'arch' && cpuid.archLbr;
  if (exposes && settings.archBadDepth === 'einval' && cpuid.lbrDepth !== archDepthOf(state)) {
    return { result: 'refused', rule: 'LBR-ARCH-25', why: `depth ${cpuid.lbrDepth} is not the depth of the host` };
  }
  vcpu.cpuid = cpuid;
  vcpu.cpuidSet = true;
  refreshPmu(state);
  return { result: 'ok', rule: 'LBR-CAP-6', why: describe(state) };
}

function describe(state: VmState): string {
  const { depth, flavour } = state.vcpu.records;
  if (!lbrEnabled(state)) return 'the vCPU has no guest LBR';
  const unlike = flavour !== state.host.lbr ? ' on a CPU with Arch LBR' : '';
  return `the vCPU has ${flavour} LBR with ${depth} records${unlike}`;
}

/** KVM_CAP_PMU_CAPABILITY with KVM_PMU_CAP_DISABLE, before the first vCPU. */
export function disablePmu({ vm, host, settings }: VmState): Outcome {
  const rule = 'LBR-CAP-14';
  if (settings.pmuCapability === 'absent') return { result: 'refused', rule, why: 'KVM_CAP_PMU_CAPABILITY came later' };
  if (!vpmuAvailable(host, settings)) return { result: 'refused', rule, why: 'KVM has no vPMU to take away' };
  if (vm.vcpuCreated) return { result: 'refused', rule, why: 'a vCPU exists already' };
  if (settings.pmuCapability === 'present') vm.pmuEnabled = false;
  return { result: 'ok', rule, why: 'the VM has no vPMU' };
}

/** KVM_CAP_DISABLE_QUIRKS2 with KVM_X86_QUIRK_STUFF_FEATURE_MSRS, before the first vCPU. */
export function disableStuffedMsrs({ vm, settings }: VmState): Outcome {
  const rule = 'LBR-CAP-16';
  if (settings.stuffQuirk === 'absent') return { result: 'refused', rule, why: 'the quirk came later' };
  vm.stuffFeatureMsrs = false;
  return { result: 'ok', rule, why: 'feature MSRs of a new vCPU are 0' };
}
