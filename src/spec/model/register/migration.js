import { readMsr, writeMsr } from './access.ts';
import { createMachine } from './machine.ts';
import { listedMsrs } from './msr-list.ts';
import { hex } from './msr.ts';
import { createVcpu, setCpuid } from './vmm.ts';
/** What a VMM saves: CPUID, nested state and every MSR of the index list that can be read. */
export function saveVcpu(machine) {
    const { vcpu } = machine;
    const msrs = [];
    for (const index of listedMsrs(machine)) {
        const { result, value } = readMsr(machine, index, 'vmm');
        if (result !== 'ok' || value === undefined) {
            return { result: 'refused', rule: 'LBR-MIG-1', why: `${hex(index)} is listed and cannot be read` };
        }
        msrs.push([index, value]);
    }
    const vmcs12 = vcpu.vmcs12 && { ...vcpu.vmcs12 };
    machine.saved = { cpuid: vcpu.cpuid, cpuidSet: vcpu.cpuidSet, vmcs12, msrs };
    return { result: 'ok', rule: 'LBR-MIG-2', why: `${msrs.length} MSRs saved` };
}
/**
 * A new VM on this host, or on another, takes the saved vCPU: CPUID, nested state, then the MSRs in the order given.
 * Stops at the first MSR that is refused, as VMMs do.
 */
export function restoreVcpu(machine, saved, host = machine.host) {
    const fresh = createMachine(host, machine.settings);
    Object.assign(machine, { ...fresh, saved: machine.saved, hardware: machine.hardware });
    machine.hardware.clear();
    createVcpu(machine);
    if (saved.cpuidSet) {
        const outcome = setCpuid(machine, saved.cpuid);
        if (outcome.result !== 'ok')
            return { ...outcome, rule: 'LBR-MIG-5' };
    }
    if (saved.vmcs12)
        machine.vcpu.vmcs12 = { ...saved.vmcs12 };
    for (const [index, value] of saved.msrs) {
        const { result, why } = writeMsr(machine, index, value, 'vmm');
        if (result !== 'ok') {
            return { result: 'refused', rule: 'LBR-MIG-5', why: `${hex(index)} = ${hex(value)} refused: ${why ?? ''}` };
        }
    }
    return { result: 'ok', rule: 'LBR-MIG-3', why: `${saved.msrs.length} MSRs restored` };
}
