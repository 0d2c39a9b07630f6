import { advertisedLbrFmt, offersArchLbr, vpmuAvailable } from './capability.ts';
import { lbrMsrsOf } from './lbr-msrs.ts';
import { LAST_BRANCH_MSRS, MSR } from './msr.ts';
/** The part of KVM_GET_MSR_INDEX_LIST that the contract looks at, in ascending order. */
export function listedMsrs(machine) {
    const { host, settings } = machine;
    const list = [MSR.PERF_CAPABILITIES];
    if (settings.listDebugctl === 'listed')
        list.push(MSR.DEBUGCTL, ...LAST_BRANCH_MSRS);
    const arch = offersArchLbr(host, settings);
    if (arch)
        list.push(MSR.XSS);
    if (arch && settings.listLbr !== 'not-listed')
        list.push(MSR.ARCH_LBR_CTL, MSR.ARCH_LBR_DEPTH);
    const offersLbr = vpmuAvailable(host, settings) && advertisedLbrFmt(host, settings) !== 0n;
    if (settings.listLbr === 'all' && offersLbr && host.lbr !== 'none') {
        const { perfDepth: depth, from, to, info } = host;
        list.push(...lbrMsrsOf({ flavour: host.lbr, depth, from, to, info }));
    }
    return list.sort((a, b) => a - b);
}
/** kvm_is_advertised_msr() */
export function isListed(machine, index) {
    return listedMsrs(machine).includes(index);
}
