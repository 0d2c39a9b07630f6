import { MSR } from './msr.ts';
/** Which LBR MSR of these records an index is, or undefined: intel_pmu_is_valid_lbr_msr(). */
export function lbrMsrOf(records, index, extra = 0) {
    if (records.depth === 0)
        return undefined;
    if (records.flavour === 'legacy') {
        if (index === MSR.LBR_SELECT)
            return 'select';
        if (index === MSR.LBR_TOS)
            return 'tos';
    }
    const within = (first) => index >= first && index < first + records.depth + extra;
    if (within(records.from))
        return 'from';
    if (within(records.to))
        return 'to';
    return records.info !== 0 && within(records.info) ? 'info' : undefined;
}
/** All MSRs of these records, SELECT and TOS first. */
export function lbrMsrsOf(records) {
    if (records.depth === 0)
        return [];
    const stacks = records.info === 0 ? [records.from, records.to] : [records.from, records.to, records.info];
    const entries = stacks.flatMap((first) => Array.from({ length: records.depth }, (_, i) => first + i));
    return records.flavour === 'legacy' ? [MSR.LBR_SELECT, MSR.LBR_TOS, ...entries] : entries;
}
/** The CPU has this MSR at all. */
export function cpuHasMsr(host, index) {
    const { lbr, depth, from, to, info } = host;
    if (lbr === 'none')
        return false;
    return lbrMsrOf({ flavour: lbr, depth, from, to, info }, index) !== undefined;
}
/** Bits that LBR_SELECT has on CPUs with call-stack mode. */
const SELECT_BITS = 0x3ffn;
/** Flag bits above the address in FROM, by LBR_FMT; they are no part of the canonical check. */
const FROM_FLAGS = { 3: 1, 4: 3, 6: 1 };
/** Whether the CPU itself refuses a WRMSR of this value with #GP. */
export function cpuRefuses(host, msr, value) {
    switch (msr) {
        case 'select':
            return (value & ~SELECT_BITS) !== 0n;
        case 'tos':
            return value >= BigInt(host.depth);
        case 'from':
            return !isCanonical(value, FROM_FLAGS[host.lbrFmt] ?? 0);
        case 'to':
            return !isCanonical(value, host.lbrFmt === 6 ? 16 : 0);
        case 'info':
            return false;
    }
}
/** Linear addresses are 57 bits wide on the hosts that matter; bits 63:56 repeat bit 56. */
function isCanonical(value, flagBits) {
    const width = 64 - flagBits;
    const address = BigInt.asIntN(Math.min(width, 64), value);
    return BigInt.asIntN(57, address) === address;
}
