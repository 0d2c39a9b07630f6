import { LBR_FMT_ARCH, PERF_CAP } from './msr.ts';
/** Whether KVM offers a vPMU at all: kvm_init_pmu_capability(). */
export function vpmuAvailable(host, settings) {
    return host.enablePmu && !(host.hybrid && settings.hybridVpmu === 'off');
}
/** Whether the mediated vPMU is on for this KVM module. */
export function isMediated(host, settings) {
    if (settings.mediatedVpmu === 'on' || settings.mediatedVpmu === 'on-with-lbr')
        return true;
    return settings.mediatedVpmu === 'parameter' && host.mediatedPmu;
}
/** perf can save and restore the records at a context switch: x86_perf_get_lbr() says has_callstack. */
export function perfHasCallstack(host) {
    if (host.lbr === 'arch')
        return host.callstack && host.cplFilter && host.branchFilter;
    return host.callstack;
}
/** The LBR_FMT that KVM offers to the VMM, or 0: vmx_get_perf_capabilities(). */
export function advertisedLbrFmt(host, settings) {
    const format = host.pdcm ? host.perfCapabilities & PERF_CAP.LBR_FMT : 0n;
    if (isMediated(host, settings) && settings.mediatedVpmu !== 'on-with-lbr')
        return 0n;
    if (settings.advertiseSource === 'perf' && host.perfDepth === 0)
        return 0n;
    if (settings.callstackRequired === 'yes' && !perfHasCallstack(host))
        return 0n;
    if (host.lbr !== 'arch')
        return format;
    if (settings.archLbr === 'exposed')
        return host.lbrCtlControls && host.xsavesLbr ? format : 0n;
    return settings.archHostLegacyFmt === 'advertised' ? format : 0n;
}
/** PERF_CAPABILITIES as KVM_GET_MSRS on /dev/kvm reports it: kvm_caps.supported_perf_cap. */
export function supportedPerfCapabilities(host, settings) {
    if (!vpmuAvailable(host, settings))
        return 0n;
    return PERF_CAP.FW_WRITES | advertisedLbrFmt(host, settings) | pebs(host, settings);
}
function pebs(host, settings) {
    if (!host.pdcm || !host.pebsEpt || isMediated(host, settings) || settings.pebs === 'none')
        return 0n;
    const mask = settings.pebs === 'with-adaptive' ? PERF_CAP.PEBS : PERF_CAP.PEBS & ~PERF_CAP.PEBS_BASELINE;
    return host.perfCapabilities & mask;
}
/** Whether guests of this host can be given Arch LBR. */
export function offersArchLbr(host, settings) {
    return (host.lbr === 'arch' &&
        settings.archLbr === 'exposed' &&
        vpmuAvailable(host, settings) &&
        advertisedLbrFmt(host, settings) === BigInt(LBR_FMT_ARCH));
}
