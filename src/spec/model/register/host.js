import { LBR_FMT_ARCH, MSR, PERF_CAP } from './msr.ts';
/** An Ice Lake server: the newest part on which mainline offers guest LBR. */
const LEGACY = {
    lbr: 'legacy',
    lbrFmt: 5,
    depth: 32,
    perfDepth: 32,
    from: 0x680,
    to: 0x6c0,
    info: 0xdc0,
    callstack: true,
    cplFilter: false,
    branchFilter: false,
    xsavesLbr: false,
    lbrCtlControls: false,
    pdcm: true,
    perfCapabilities: 5n | PERF_CAP.FW_WRITES,
    pebsEpt: false,
    model: 106,
    rtm: true,
    busLockDetect: true,
    freezeInSmm: false,
    enablePmu: true,
    mediatedPmu: false,
    hybrid: false,
    ignoreMsrs: false,
};
/** A Sapphire Rapids server. */
const ARCH = {
    ...LEGACY,
    lbr: 'arch',
    lbrFmt: LBR_FMT_ARCH,
    from: MSR.ARCH_LBR_FROM_0,
    to: MSR.ARCH_LBR_TO_0,
    info: MSR.ARCH_LBR_INFO_0,
    cplFilter: true,
    branchFilter: true,
    xsavesLbr: true,
    lbrCtlControls: true,
    model: 143,
};
const NONE = { ...LEGACY, lbr: 'none', lbrFmt: 0, depth: 0, from: 0, to: 0, info: 0, callstack: false };
/** A host with every field that is not given at its default; the defaults depend on the flavour. */
export function hostOf(fields = {}) {
    const base = { legacy: LEGACY, arch: ARCH, none: NONE }[fields.lbr ?? 'legacy'];
    const host = { ...base, ...fields };
    const lbrFmt = fields.lbrFmt ?? Number((fields.perfCapabilities ?? BigInt(base.lbrFmt)) & PERF_CAP.LBR_FMT);
    return {
        ...host,
        lbrFmt,
        perfDepth: fields.perfDepth ?? host.depth,
        perfCapabilities: fields.perfCapabilities ?? BigInt(lbrFmt) | PERF_CAP.FW_WRITES,
    };
}
