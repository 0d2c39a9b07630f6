import { hex, msrName } from '../msrs.ts';
/** `the guest writes 0x40 to DEBUGCTL (0x1d9) and it is accepted`. */
export function said(access) {
    const name = msrName(access.msr);
    if (!access.write)
        return `the guest reads ${name} and gets ${outcome(access)}`;
    return `the guest writes ${hex(access.value)} to ${name} and ${access.fault ? 'gets #GP' : 'it is accepted'}`;
}
export function outcome(access) {
    if (access.fault)
        return '#GP';
    return access.write ? 'accepted' : hex(access.value);
}
/** `#GP (bits 0x40 not available to the guest)`, `0x8000`. */
export function expectation(expected, access) {
    switch (expected.outcome) {
        case 'fault':
            return `#GP (${expected.why})`;
        case 'success':
            return expected.reads === undefined || access.write ? `no fault (${expected.why})` : hex(expected.reads);
        case 'free':
            return expected.why;
    }
}
export function describe(lbr) {
    return { off: 'LBR not exposed', legacy: 'legacy LBR exposed', arch: 'Arch LBR exposed' }[lbr];
}
/** Why an access that some configurations allow and others do not says nothing. */
export function difference(judged) {
    const decides = (field) => {
        const fitting = new Set(judged.filter((one) => one.fits).map((one) => one.config[field]));
        return judged.every((one) => one.fits || !fitting.has(one.config[field]));
    };
    if (decides('lbr'))
        return 'it depends on whether LBR is exposed to the guest, which the trace did not show yet';
    if (decides('busLockDetect'))
        return 'it depends on bus-lock detection in the guest CPUID';
    if (decides('rtm'))
        return 'it depends on RTM in the guest CPUID';
    return 'it depends on the guest configuration';
}
