import { DEBUGCTL, hostOf, MSR } from '../../../spec/model/register/index.ts';
import { parseHost } from '../../../spec/scenario/host-fields.ts';
import { replayRegister } from '../../../spec/scenario/replay-register.ts';
const EXPECT = { ok: 'OK', '#GP': 'GP', refused: 'REFUSED' };
/** The scenario with the outcomes that the design `contract` gives it. The caller checked `needsMore()`. */
export function selftestTable(name, scenario) {
    const host = scenario.host === undefined ? hostOf() : parseHost(scenario.host, '$.host');
    const lines = replayRegister({ ...scenario, design: 'contract', switches: {} });
    const recording = firstRecording(scenario.steps);
    const rows = scenario.steps.map((step, index) => row(step, lines[index], host, index > recording));
    const rules = new Set(lines.flatMap(({ rule }) => rule ?? []));
    return {
        name: name.replaceAll(/\W/g, '_'),
        title: scenario.title ?? name,
        rules: [...rules].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })),
        members: members(scenario.steps, host),
        rows,
    };
}
function members(steps, host) {
    const debugctl = steps
        .filter((step) => msrOf(step) === MSR.DEBUGCTL)
        .map((step) => BigInt(String(step['value'] ?? 0)));
    const touches = (bit) => debugctl.some((value) => (value & bit) !== 0n);
    return [
        `.lbr_fmt = ${host.lbr === 'legacy' ? host.lbrFmt : 0},`,
        ...(steps.some((step) => isRecord(msrOf(step))) ? ['.exact_fmt = true,'] : []),
        ...(touches(DEBUGCTL.RTM_DEBUG) ? ['.needs_rtm = true,'] : []),
        ...(touches(DEBUGCTL.BUS_LOCK_DETECT) ? ['.needs_bus_lock = true,'] : []),
        ...(steps.some((step) => step.op.startsWith('host.')) ? ['.needs_perf = true,'] : []),
    ];
}
/** The step from which on the CPU records, so that records and TOS are whatever the guest branched. */
function firstRecording(steps) {
    const index = steps.findIndex((step) => step.op !== 'vmm.get_msr' &&
        msrOf(step) === MSR.DEBUGCTL &&
        (BigInt(String(step['value'] ?? 0)) & DEBUGCTL.LBR) !== 0n);
    return index === -1 ? Infinity : index;
}
function row(step, line, host, recorded) {
    const expect = EXPECT[line.result];
    const rule = `"${line.rule ?? ''}"`;
    const msr = msrOf(step) ?? 0;
    switch (step.op) {
        case 'vmm.set_cpuid':
            return `VMM_SET_CPUID(${[expect, rule, ...cpuid(step, host)].join(', ')})`;
        case 'vmm.set_msr':
        case 'guest.wrmsr': {
            const name = step.op === 'vmm.set_msr' ? 'VMM_SET_MSR' : 'GUEST_WRMSR';
            return `${name}(${hex(msr)}, ${hex(String(step['value']))}, ${expect}, ${rule})`;
        }
        case 'vmm.get_msr':
        case 'guest.rdmsr': {
            const who = step.op === 'vmm.get_msr' ? 'VMM' : 'GUEST';
            const unknowable = recorded && (isRecord(msr) || msr === MSR.LBR_TOS);
            if (line.result !== 'ok' || unknowable)
                return `${who === 'VMM' ? 'VMM_GET_MSR' : 'GUEST_RDMSR'}(${hex(msr)}, ${expect}, ${rule})`;
            const mask = msr === MSR.PERF_CAPABILITIES ? 'KNOWN_CAPS' : 'ALL_BITS';
            return `${who}_READS(${hex(msr)}, ${hex(line.value ?? 0)}, ${mask}, ${rule})`;
        }
        case 'vmm.list_msr':
            return `VMM_LISTS(${hex(msr)}, ${hex(line.value ?? 0)}, ${rule})`;
        case 'host.open_lbr_event':
            return `HOST_OPEN_EVENT(${priority(step)}, ${expect}, ${rule})`;
        default:
            return `${step.op.replace('.', '_').replace('_lbr', '').toUpperCase()}(${expect}, ${rule})`;
    }
}
/** The members of `struct lbr_cpuid` that are not zero. */
function cpuid(step, host) {
    const { pdcm = true, rtm = false, busLockDetect = false, pmuVersion = 2, model = host.model } = step;
    const delta = Number(model) - host.model;
    return [
        ...(pdcm === true ? ['.pdcm = true'] : []),
        ...(rtm === true ? ['.rtm = true'] : []),
        ...(busLockDetect === true ? ['.bus_lock = true'] : []),
        ...(Number(pmuVersion) > 0 ? [`.pmu_version = ${String(pmuVersion)}`] : []),
        ...(delta === 0 ? [] : [`.model_delta = ${delta}`]),
    ];
}
function priority(step) {
    const name = String(step['priority'] ?? 'cpu-pinned');
    return name.toUpperCase().replace('-', '_');
}
function msrOf(step) {
    return step['msr'] === undefined ? undefined : Number(step['msr']);
}
/** FROM, TO and INFO: which exist depends on the format and the depth of the CPU. */
function isRecord(msr) {
    if (msr === undefined)
        return false;
    return (msr >= 0x40 && msr < 0x80) || (msr >= 0x680 && msr < 0x700) || (msr >= 0xdc0 && msr < 0xe00);
}
function hex(value) {
    return `0x${BigInt(value).toString(16)}ull`.replace(/^(0x[0-9a-f]{1,7})ull$/, '$1');
}
