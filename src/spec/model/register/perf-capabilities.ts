import { supportedPerfCapabilities } from './capability.ts';
import type { VmState } from './vm-state.ts';
import { hex, PERF_CAP } from './msr.ts';
import { invalid, ok, unsupported, type Actor, type Handled } from './outcome.ts';
import { hasPdcm, refreshPmu } from './refresh.ts';

/** RDMSR of PERF_CAPABILITIES, and KVM_GET_MSRS: kvm_get_msr_common(). */
export function readPerfCapabilities(state: VmState, by: Actor): Handled {
  const { vcpu, settings } = state;
  const hidden = !hasPdcm(state) && (by === 'guest' || hidesFromVmm(state));
  if (hidden) return refusal(state)('LBR-CAP-11', 'PERF_CAPABILITIES does not exist without PDCM');
  const value =
    settings.perfCapStored === 'masked' ? vcpu.perfCapabilities & ~PERF_CAP.FW_WRITES : vcpu.perfCapabilities;
  return ok('LBR-CAP-12', 'PERF_CAPABILITIES reads as the VMM set it', value);
}

/** d75cac366f44 made the refusals "unsupported", so that ignore_msrs and the leniency for listed MSRs apply to them. */
function refusal({ settings }: VmState): typeof invalid {
  return settings.perfCapNeedsPdcm === 'no' || settings.perfCapNeedsPdcm === 'non-zero' ? invalid : unsupported;
}

function hidesFromVmm({ vcpu, settings }: VmState): boolean {
  if (settings.perfCapNeedsPdcm === 'keeps-value') return vcpu.cpuidSet;
  return settings.perfCapNeedsPdcm === 'yes';
}

/** WRMSR of PERF_CAPABILITIES, and KVM_SET_MSRS: vmx_set_msr(), kvm_set_msr_common(). */
export function writePerfCapabilities(state: VmState, value: bigint, by: Actor): Handled {
  const { host, vcpu, settings } = state;
  const supported = supportedPerfCapabilities(host, settings);
  if (value !== 0n && settings.perfCapNeedsPmuVersion === 'yes' && vcpu.pmuVersion === 0) {
    return invalid('LBR-CAP-7', 'a vPMU of version 0 takes no PERF_CAPABILITIES; CPUID has to come first');
  }
  const format = value & PERF_CAP.LBR_FMT;
  if (format !== 0n) {
    if (settings.perfCapFormatCheck === 'exact' && format !== (supported & PERF_CAP.LBR_FMT)) {
      return invalid('LBR-CAP-8', `LBR_FMT ${hex(format)} is not the one that KVM offers`);
    }
    if (settings.perfCapModelCheck === 'at-write' && vcpu.cpuid.model !== host.model) {
      return invalid('LBR-CAP-7', 'LBR_FMT is refused while the model in CPUID is not the model of the host');
    }
  }
  // CPUID bits DS and DTES64, which PEBS needs as well, are not modelled.
  if ((value & PERF_CAP.PEBS_FMT) !== 0n) {
    if ((value & PERF_CAP.PEBS) !== (supported & PERF_CAP.PEBS)) {
      return invalid('LBR-CAP-8', 'the PEBS fields are not exactly the ones that KVM offers');
    }
    if (settings.perfCapModelCheck === 'at-write' && vcpu.cpuid.model !== host.model) {
      return invalid('LBR-CAP-7', 'PEBS_FMT is refused while the model in CPUID is not the model of the host');
    }
  }
  if (by === 'guest' && settings.perfCapGuestWrite === 'fault') {
    return refusal(state)('LBR-CAP-9', 'PERF_CAPABILITIES is read-only for the guest');
  }
  if (!acceptsWithoutPdcm(state, value)) {
    return refusal(state)('LBR-CAP-11', 'PERF_CAPABILITIES does not exist without PDCM');
  }
  if ((value & ~supported) !== 0n) {
    return invalid('LBR-CAP-8', `${hex(value & ~supported)} is not supported; KVM offers ${hex(supported)}`);
  }
  if (value !== vcpu.perfCapabilities) {
    vcpu.perfCapabilities = value;
    if (settings.perfCapRefresh === 'on-write') refreshPmu(state);
  }
  return ok('LBR-CAP-12', `PERF_CAPABILITIES is ${hex(value)}`);
}

function acceptsWithoutPdcm(state: VmState, value: bigint): boolean {
  const { vcpu, settings } = state;
  if (hasPdcm(state)) return true;
  switch (settings.perfCapNeedsPdcm) {
    case 'no':
      return true;
    case 'non-zero':
      return value === 0n;
    case 'yes':
      return false;
    case 'keeps-value':
      return !vcpu.cpuidSet || value === 0n;
  }
}
