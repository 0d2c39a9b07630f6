import { advertisedLbrFmt, offersPdcm, vpmuAvailable } from './capability.ts';
import { globalCtrlAtRefresh } from './global-counters.ts';
import { NO_RECORDS, type LbrRecords, type VmState } from './vm-state.ts';
import { PERF_CAP } from './msr.ts';
import { releaseVlbr } from './vlbr.ts';

/** The version that KVM itself implements. */
const KVM_PMU_VERSION = 2;

/** Whether the vCPU has PDCM, and with it PERF_CAPABILITIES. */
export function hasPdcm({ vcpu, host, settings }: VmState): boolean {
  return vcpu.cpuid.pdcm && offersPdcm(host, settings);
}

/** PERF_CAPABILITIES as KVM's own code looks at it: 0 without PDCM. vcpu_get_perf_capabilities() */
function effectivePerfCapabilities(state: VmState): bigint {
  return hasPdcm(state) ? state.vcpu.perfCapabilities : 0n;
}

/** Builds the vPMU anew from CPUID and PERF_CAPABILITIES: kvm_pmu_refresh(), intel_pmu_refresh(). */
export function refreshPmu(state: VmState): void {
  const { host, vcpu, settings, vm } = state;
  // In 6.1 kvm_pmu_refresh() does not call kvm_pmu_reset(), so the event outlives the configuration.
  if (settings.refreshEvent === 'released') releaseVlbr(state);
  if (settings.earlyRefreshRecords === 'cleared') vcpu.records = NO_RECORDS;
  vcpu.pmuVersion = 0;
  vcpu.globalCtrl = 0n;
  vcpu.globalStatus = 0n;
  if (!vm.pmuEnabled || !vpmuAvailable(host, settings)) return;
  if (vcpu.cpuid.pmuVersion === 0) return;
  const clamped = settings.vcpuPmuVersion === 'clamped';
  vcpu.pmuVersion = clamped ? Math.min(vcpu.cpuid.pmuVersion, KVM_PMU_VERSION) : vcpu.cpuid.pmuVersion;
  vcpu.globalCtrl = globalCtrlAtRefresh(state);
  vcpu.records = configuredRecords(state);
}

/** Whether the vCPU has guest LBR: intel_pmu_lbr_is_enabled(). */
export function lbrEnabled(state: VmState): boolean {
  if (state.vcpu.records.depth === 0) return false;
  if (state.settings.enableCheck === 'refresh') return true;
  return (effectivePerfCapabilities(state) & PERF_CAP.LBR_FMT) !== 0n;
}

function configuredRecords(state: VmState): LbrRecords {
  const { host, settings } = state;
  const { cpuid } = state.vcpu;
  const format = effectivePerfCapabilities(state) & PERF_CAP.LBR_FMT;
  // Up to v5.15 the format is looked at on every use, and perf's answer is taken whatever KVM advertises.
  if (settings.enableCheck === 'refresh') {
    if (format === 0n || format !== advertisedLbrFmt(host, settings)) return NO_RECORDS;
  }
  const { perfDepth: depth, from, to } = host;
  if (depth === 0) return NO_RECORDS;
  // Up to v6.2 x86_perf_get_lbr() knows INFO MSRs of LBR_FORMAT_INFO only.
  const info = settings.infoMsrs === 'format-5' && host.lbrFmt !== 5 ? 0 : host.info;
  if (guestFlavour(state) === 'arch') {
    const archDepth = archDepthOf(state);
    if (!cpuid.archLbr || cpuid.lbrDepth !== archDepth) return NO_RECORDS;
    return { flavour: 'arch', depth: archDepth, from, to, info };
  }
  if (settings.modelMatch === 'required' && cpuid.model !== host.model) return NO_RECORDS;
  return { flavour: 'legacy', depth, from, to, info };
}

/** The one depth that KVM gives to guests: the records that perf switches, or all that CPUID 0x1C enumerates. */
export function archDepthOf({ host, settings }: VmState): number {
  return settings.archDepthSource === 'perf' ? host.perfDepth : host.depth;
}

/** Which kind of LBR KVM thinks the vCPU has; a design that asks the guest's CPUID can be wrong about the host. */
function guestFlavour(state: VmState): 'legacy' | 'arch' {
  const { host, settings, vcpu } = state;
  if (settings.archLbr === 'hidden') return 'legacy';
  const arch = settings.archFlavour === 'host' ? host.lbr === 'arch' : vcpu.cpuid.archLbr;
  return arch ? 'arch' : 'legacy';
}
