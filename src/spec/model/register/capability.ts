import type { Host } from './host.ts';
import { LBR_FMT_ARCH, PERF_CAP } from './msr.ts';
import type { RegisterSettings } from '../../switches/register.ts';

/** Whether KVM offers a vPMU at all: kvm_init_pmu_capability(). */
export function vpmuAvailable(host: Host, settings: RegisterSettings): boolean {
  const enabled = host.enablePmu || settings.vpmuParameter === 'absent';
  return enabled && !(host.hybrid && settings.hybridVpmu === 'off');
}

/**
 * Whether a vCPU with PDCM in its CPUID has it for KVM: guest_cpuid_has() asks the CPUID alone, guest_cpu_cap_has()
 * also whether KVM offers the feature, which it clears with enable_pmu=0.
 */
export function offersPdcm(host: Host, settings: RegisterSettings): boolean {
  return settings.guestPdcm === 'guest-cpuid' || (host.pdcm && vpmuAvailable(host, settings));
}

/** Whether the mediated vPMU is on for this KVM module. */
function isMediated(host: Host, settings: RegisterSettings): boolean {
  if (settings.mediatedVpmu === 'parameter') return host.mediatedPmu;
  return settings.mediatedVpmu !== 'absent';
}

/** perf can save and restore the records at a context switch: x86_perf_get_lbr() says has_callstack. */
export function perfHasCallstack(host: Host): boolean {
  if (host.lbr === 'arch') return host.callstack && host.cplFilter && host.branchFilter;
  return host.callstack;
}

/** The LBR_FMT that KVM offers to the VMM, or 0: vmx_get_perf_capabilities(). */
export function advertisedLbrFmt(host: Host, settings: RegisterSettings): bigint {
  const format = host.pdcm ? host.perfCapabilities & PERF_CAP.LBR_FMT : 0n;
  const hidden = settings.mediatedVpmu === 'on' || settings.mediatedVpmu === 'parameter';
  if (isMediated(host, settings) && hidden) return 0n;
  if (settings.advertiseSource === 'perf' && host.perfDepth === 0) return 0n;
  if (settings.callstackRequired === 'yes' && !perfHasCallstack(host)) return 0n;
  if (host.lbr !== 'arch') return format;
  if (settings.archLbr === 'exposed') return host.lbrCtlControls && host.xsavesLbr ? format : 0n;
  return settings.archHostLegacyFmt === 'advertised' ? format : 0n;
}

/** PERF_CAPABILITIES as KVM_GET_MSRS on /dev/kvm reports it: kvm_caps.supported_perf_cap. */
export function supportedPerfCapabilities(host: Host, settings: RegisterSettings): bigint {
  if (!vpmuAvailable(host, settings)) return 0n;
  return PERF_CAP.FW_WRITES | advertisedLbrFmt(host, settings) | pebs(host, settings);
}

function pebs(host: Host, settings: RegisterSettings): bigint {
  if (!host.pdcm || !host.pebsEpt || isMediated(host, settings) || settings.pebs === 'none') return 0n;
  const mask = settings.pebs === 'with-adaptive' ? PERF_CAP.PEBS : PERF_CAP.PEBS & ~PERF_CAP.PEBS_BASELINE;
  return host.perfCapabilities & mask;
}

/** Whether guests of this host can be given Arch LBR. */
export function offersArchLbr(host: Host, settings: RegisterSettings): boolean {
  return (
    host.lbr === 'arch' &&
    settings.archLbr === 'exposed' &&
    vpmuAvailable(host, settings) &&
    advertisedLbrFmt(host, settings) === BigInt(LBR_FMT_ARCH)
  );
}
