import { bitNames, refusedDebugctl, ruleOfBit, supportedDebugctl } from './debugctl.ts';
import type { VmState } from './vm-state.ts';
import { DEBUGCTL } from './msr.ts';
import type { Outcome } from './outcome.ts';
import { clearRecords } from './vlbr.ts';

export interface Vmcs12Fields {
  /** GUEST_IA32_DEBUGCTL. */
  readonly debugctl: bigint;
  readonly loadDebugControls: boolean;
  readonly saveDebugControls: boolean;
}

/** L1's VMLAUNCH or VMRESUME: nested_vmx_enter_non_root_mode(), prepare_vmcs02(). */
export function enterL2(state: VmState, fields: Vmcs12Fields): Outcome {
  const { vcpu, settings } = state;
  const { debugctl, saveDebugControls } = fields;
  const loads = settings.nestedLoad === 'by-control' ? fields.loadDebugControls : settings.nestedLoad === 'always';
  if (fields.loadDebugControls) {
    const bad = invalidBits(state, debugctl);
    if (bad !== 0n) {
      // A failed entry loads the host state like an exit does.
      vcpu.debugctl.vmcs01 = 0n;
      vcpu.lastVmcs12 = { debugctl, saveDebugControls };
      const rule = bad === DEBUGCTL.FREEZE_IN_SMM ? 'LBR-NEST-8' : 'LBR-NEST-4';
      const why = `${bitNames(bad)} in vmcs12: ${ruleOfBit(bad)} refuses the same WRMSR`;
      return { result: 'invalid-guest-state', rule, why };
    }
  }
  vcpu.vmcs12 = { debugctl, saveDebugControls };
  if (loads) {
    const checked = settings.vmcs12Debugctl === 'checked';
    vcpu.debugctl.vmcs02 = checked ? debugctl & supportedDebugctl(state, 'guest') : debugctl;
  } else {
    vcpu.debugctl.vmcs02 = vcpu.debugctl.vmcs01;
  }
  if (settings.archCtlNested === 'zeroed') vcpu.archCtl = 0n;
  if (settings.nestedRecords === 'emptied') clearRecords(state);
  const why = loads ? 'L2 starts with the DEBUGCTL of vmcs12' : 'L2 starts with the DEBUGCTL of L1';
  return { result: 'ok', rule: loads ? 'LBR-NEST-1' : 'LBR-NEST-2', why };
}

/** Bits for which the entry fails: nested_vmx_check_guest_state(), or else the CPU. */
function invalidBits(state: VmState, debugctl: bigint): bigint {
  const { settings } = state;
  if (settings.vmcs12Debugctl === 'unchecked') return debugctl & ~cpuDebugctl(state);
  const looked = settings.vmcs12FreezeInSmm === 'quirk' ? debugctl & ~DEBUGCTL.FREEZE_IN_SMM : debugctl;
  return refusedDebugctl(state, looked, 'guest');
}

/** Bits that the CPU has; VM-entry fails for any other bit in the VMCS field. */
function cpuDebugctl({ host }: VmState): bigint {
  const always = 0x7fc3n;
  return always | (host.busLockDetect ? DEBUGCTL.BUS_LOCK_DETECT : 0n) | (host.rtm ? DEBUGCTL.RTM_DEBUG : 0n);
}

/** An exit from L2 that L1 handles: sync_vmcs02_to_vmcs12(), load_vmcs12_host_state(). */
export function exitToL1(state: VmState): Outcome {
  const { vcpu, settings } = state;
  const vmcs12 = vcpu.vmcs12;
  if (!vmcs12) throw new Error('exitToL1() without L2');
  const saves = settings.vmcs12Save === 'always' || (settings.vmcs12Save === 'at-exit' && vmcs12.saveDebugControls);
  if (saves) vmcs12.debugctl = vcpu.debugctl.vmcs02;
  vcpu.lastVmcs12 = vmcs12;
  vcpu.vmcs12 = undefined;
  vcpu.debugctl.vmcs01 = settings.nestedExitDebugctl === 'zero' ? 0n : vcpu.debugctl.vmcs02;
  return { result: 'ok', rule: 'LBR-NEST-3', why: 'a VM-exit loads 0 into DEBUGCTL' };
}
