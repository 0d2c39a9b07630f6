import { NO_CPUID } from './cpuid.ts';
export const NO_RECORDS = { flavour: 'legacy', depth: 0, from: 0, to: 0, info: 0 };
/** A host that runs a design, before the first vCPU. */
export function createMachine(host, settings) {
    return {
        settings,
        host,
        hardware: new Map(),
        hostLbrCtl: 0n,
        hostEvent: undefined,
        vlbr: 'none',
        vlbrRan: false,
        saved: undefined,
        vm: { pmuEnabled: true, stuffFeatureMsrs: true, vcpuCreated: false },
        vcpu: emptyVcpu(),
    };
}
/** An independent copy: what happens to one does not happen to the other. */
export function copyMachine(machine) {
    return structuredClone(machine);
}
export function emptyVcpu() {
    return {
        cpuid: NO_CPUID,
        cpuidSet: false,
        perfCapabilities: 0n,
        hasRun: false,
        pmuVersion: 0,
        records: NO_RECORDS,
        debugctl: { vmcs01: 0n, vmcs02: 0n },
        vmcs12: undefined,
        lastVmcs12: undefined,
        xss: 0n,
        smm: undefined,
        image: new Map(),
        archCtl: 0n,
        xsave: undefined,
    };
}
