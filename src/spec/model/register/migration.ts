import { readMsr, writeMsr } from './access.ts';
import type { Host } from './host.ts';
import { createVmState, type VmState, type SavedVcpu } from './vm-state.ts';
import { listedMsrs } from './msr-list.ts';
import { hex } from './msr.ts';
import type { Outcome } from './outcome.ts';
import { createVcpu, setCpuid } from './vmm.ts';

/** What a VMM saves: CPUID, nested state and every MSR of the index list that can be read. */
export function saveVcpu(state: VmState): Outcome {
  const { vcpu } = state;
  const msrs: [number, bigint][] = [];
  for (const index of listedMsrs(state)) {
    const { result, value } = readMsr(state, index, 'vmm');
    if (result !== 'ok' || value === undefined) {
      return { result: 'refused', rule: 'LBR-MIG-1', why: `${hex(index)} is listed and cannot be read` };
    }
    msrs.push([index, value]);
  }
  const vmcs12 = vcpu.vmcs12 && { ...vcpu.vmcs12 };
  state.saved = { cpuid: vcpu.cpuid, cpuidSet: vcpu.cpuidSet, vmcs12, msrs };
  return { result: 'ok', rule: 'LBR-MIG-2', why: `${msrs.length} MSRs saved` };
}

/**
 * A new VM on this host, or on another, takes the saved vCPU: CPUID, nested state, then the MSRs in the order given.
 * Stops at the first MSR that is refused, as VMMs do.
 */
export function restoreVcpu(state: VmState, saved: SavedVcpu, host: Host = state.host): Outcome {
  const fresh = createVmState(host, state.settings);
  Object.assign(state, { ...fresh, saved: state.saved, hardware: state.hardware });
  state.hardware.clear();
  createVcpu(state);
  if (saved.cpuidSet) {
    const outcome = setCpuid(state, saved.cpuid);
    if (outcome.result !== 'ok') return { ...outcome, rule: 'LBR-MIG-5' };
  }
  if (saved.vmcs12) state.vcpu.vmcs12 = { ...saved.vmcs12 };
  for (const [index, value] of saved.msrs) {
    const { result, why } = writeMsr(state, index, value, 'vmm');
    if (result !== 'ok') {
      return { result: 'refused', rule: 'LBR-MIG-5', why: `${hex(index)} = ${hex(value)} refused: ${why ?? ''}` };
    }
  }
  return { result: 'ok', rule: 'LBR-MIG-3', why: `${saved.msrs.length} MSRs restored` };
}
