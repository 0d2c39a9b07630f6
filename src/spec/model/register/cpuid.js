/** A vCPU like the host it runs on, without the features that need a word of their own (RTM, bus-lock detect). */
export function cpuidOf(host, fields = {}) {
    return {
        pdcm: true,
        pmuVersion: 2,
        model: host.model,
        rtm: false,
        busLockDetect: false,
        archLbr: host.lbr === 'arch',
        lbrDepth: host.depth,
        ...fields,
    };
}
/** What a vCPU has before KVM_SET_CPUID2: nothing. */
export const NO_CPUID = {
    pdcm: false,
    pmuVersion: 0,
    model: 0,
    rtm: false,
    busLockDetect: false,
    archLbr: false,
    lbrDepth: 0,
};
