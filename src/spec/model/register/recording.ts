import { archEnabled, LBREN } from './arch-lbr.ts';
import type { VmState } from './vm-state.ts';
import { DEBUGCTL, MSR } from './msr.ts';

/** DEBUGCTL as the CPU has it while the guest runs. */
export function effectiveDebugctl({ vcpu, host, settings }: VmState): bigint {
  const value = vcpu.vmcs12 ? vcpu.debugctl.vmcs02 : vcpu.debugctl.vmcs01;
  if (settings.freezeInSmm === 'guest-value') return value;
  return (value & ~DEBUGCTL.FREEZE_IN_SMM) | (host.freezeInSmm ? DEBUGCTL.FREEZE_IN_SMM : 0n);
}

/** The guest takes a branch: a record is made where recording is on, in whatever MSRs the CPU has. */
export function takeBranch(state: VmState, from: bigint, to: bigint): void {
  const { vcpu, host, settings, hardware } = state;
  if (host.lbr === 'none') return;
  if (settings.recording === 'by-owner' && state.vlbr !== 'active') return;
  if (host.lbr === 'arch') {
    if (!archEnabled(state) || (vcpu.archCtl & LBREN) === 0n) return;
    // Entry 0 is the newest.
    for (let i = host.perfDepth - 1; i > 0; i--) {
      for (const first of [host.from, host.to, host.info]) hardware.set(first + i, hardware.get(first + i - 1) ?? 0n);
    }
    write(0);
    return;
  }
  if ((effectiveDebugctl(state) & DEBUGCTL.LBR) === 0n) return;
  const tos = (Number(hardware.get(MSR.LBR_TOS) ?? 0n) + 1) % host.depth;
  hardware.set(MSR.LBR_TOS, BigInt(tos));
  write(tos);

  function write(entry: number): void {
    hardware.set(host.from + entry, from);
    hardware.set(host.to + entry, to);
    if (host.info !== 0) hardware.set(host.info + entry, 1n);
  }
}
