import type { RuleName } from '../../kit/rule.ts';
import { advertisedLbrFmt, vpmuAvailable } from './capability.ts';
import type { VmState } from './vm-state.ts';
import { DEBUGCTL, hex } from './msr.ts';
import { invalid, ok, type Actor, type Handled } from './outcome.ts';
import { lbrEnabled } from './refresh.ts';
import { ensureVlbr } from './vlbr.ts';

const LBR_BITS = DEBUGCTL.LBR | DEBUGCTL.FREEZE_LBRS_ON_PMI;
const FORGIVEN = DEBUGCTL.LBR | DEBUGCTL.BTF;

/** The DEBUGCTL bits that a writer may set: vmx_get_supported_debugctl(). */
export function supportedDebugctl(state: VmState, by: Actor): bigint {
  const { host, settings, vcpu } = state;
  const asHost = by === 'vmm' && settings.debugctlHostWrite === 'host-capabilities';
  let bits = 0n;
  if (host.busLockDetect && (asHost || settings.debugctlBusLock === 'with-host' || vcpu.cpuid.busLockDetect)) {
    bits |= DEBUGCTL.BUS_LOCK_DETECT;
  }
  const advertised = vpmuAvailable(host, settings) && advertisedLbrFmt(host, settings) !== 0n;
  if (advertised && (asHost || settings.debugctlLbrGate === 'advertised' || lbrEnabled(state))) {
    // An Arch LBR CPU has no DEBUGCTL.LBR; the freeze bit stays.
    const arch = host.lbr === 'arch' && settings.archLbr === 'exposed' && settings.archDebugctlLbr !== 'stored';
    bits |= arch ? DEBUGCTL.FREEZE_LBRS_ON_PMI : LBR_BITS;
  }
  const rtm = asHost || settings.debugctlRtm === 'with-host' || vcpu.cpuid.rtm;
  if (settings.debugctlRtm !== 'never' && host.rtm && rtm) bits |= DEBUGCTL.RTM_DEBUG;
  return bits;
}

/** The bits that make a write fail: vmx_is_valid_debugctl(). */
export function refusedDebugctl(state: VmState, value: bigint, by: Actor): bigint {
  const unsupported = value & ~supportedDebugctl(state, by);
  if (state.settings.debugctlLbrBtf === 'fault') return unsupported;
  return state.settings.debugctlOtherBits === 'fault' ? unsupported & ~FORGIVEN : 0n;
}

/** DEBUGCTL of the VMCS that is current, host-owned bits not included. */
export function readDebugctl(state: VmState): Handled {
  const { vcpu, settings, host } = state;
  const value = vcpu.vmcs12 ? vcpu.debugctl.vmcs02 : vcpu.debugctl.vmcs01;
  if (settings.freezeInSmm === 'visible' && host.freezeInSmm) {
    return ok('LBR-DBG-30', "the host's FREEZE_IN_SMM shows", value | DEBUGCTL.FREEZE_IN_SMM);
  }
  return ok('LBR-DBG-26', 'DEBUGCTL reads as the last accepted write under the supported mask', value);
}

/** WRMSR of DEBUGCTL by the guest, or KVM_SET_MSRS by the VMM: vmx_set_msr(). */
export function writeDebugctl(state: VmState, value: bigint, by: Actor): Handled {
  const { vcpu, settings } = state;
  const refused = refusedDebugctl(state, value, by);
  if (refused !== 0n) return invalid(ruleOfBit(refused), `${bitNames(refused)} not available to the ${by}`);

  const effective = squash(state, value, by);
  if (by === 'vmm') vcpu.debugctlByVmm = true;
  if (vcpu.vmcs12) {
    if (mirrorsWrite(state)) {
      const raw = settings.archDebugctlLbr === 'vmcs12-unmasked' && state.host.lbr === 'arch';
      vcpu.vmcs12.debugctl = raw ? value : effective;
    }
    vcpu.debugctl.vmcs02 = effective;
  } else {
    vcpu.debugctl.vmcs01 = effective;
  }
  const creates = settings.vlbrCreation === 'access-or-debugctl';
  if (creates && lbrEnabled(state) && (effective & DEBUGCTL.LBR) !== 0n) ensureVlbr(state);
  const dropped = value & ~effective;
  if (dropped === 0n) return ok(ruleOfKept(effective), `DEBUGCTL is ${hex(effective)}`);
  return ok('LBR-DBG-20', `${bitNames(dropped)} ignored; DEBUGCTL is ${hex(effective)}`);
}

/** At VM-entry: what the VMM set before it set CPUID is held to what the guest may set. */
export function maskDebugctl(state: VmState): void {
  const { vcpu, settings } = state;
  if (settings.debugctlAtEntry === 'as-stored' || !vcpu.debugctlByVmm) return;
  vcpu.debugctlByVmm = false;
  vcpu.debugctl[vcpu.vmcs12 ? 'vmcs02' : 'vmcs01'] &= supportedDebugctl(state, 'guest');
}

function mirrorsWrite({ vcpu, settings }: VmState): boolean {
  if (settings.vmcs12Save === 'never') return false;
  return settings.vmcs12Save === 'always' || vcpu.vmcs12?.saveDebugControls === true;
}

/** The part of an accepted value that goes into the VMCS. */
function squash(state: VmState, value: bigint, by: Actor): bigint {
  const supported = supportedDebugctl(state, by);
  const unsupported = value & ~supported;
  if (state.settings.debugctlOtherBits === 'stored') return value & (supported | ~FORGIVEN);
  // Before 8a4351ac302c one unsupported bit of the two took both away.
  const both = state.settings.debugctlSquash === 'lbr-with-btf' && (unsupported & FORGIVEN) !== 0n;
  return value & supported & ~(both ? FORGIVEN : 0n);
}

const BITS: readonly (readonly [bigint, string, RuleName])[] = [
  [DEBUGCTL.LBR, 'LBR', 'LBR-DBG-20'],
  [DEBUGCTL.BTF, 'BTF', 'LBR-DBG-20'],
  [DEBUGCTL.RTM_DEBUG, 'RTM_DEBUG', 'LBR-DBG-21'],
  [DEBUGCTL.BUS_LOCK_DETECT, 'BUS_LOCK_DETECT', 'LBR-DBG-22'],
  [DEBUGCTL.FREEZE_LBRS_ON_PMI, 'FREEZE_LBRS_ON_PMI', 'LBR-DBG-23'],
  [DEBUGCTL.FREEZE_PERFMON_ON_PMI, 'FREEZE_PERFMON_ON_PMI', 'LBR-DBG-24'],
  [DEBUGCTL.FREEZE_IN_SMM, 'FREEZE_IN_SMM', 'LBR-DBG-24'],
];

/** Names of the bits, `bits 0x40` for what has no name here. */
export function bitNames(value: bigint): string {
  const named = BITS.filter(([bit]) => (value & bit) !== 0n);
  const rest = named.reduce((left, [bit]) => left & ~bit, value);
  const names = named.map(([, name]) => name);
  return [...names, ...(rest === 0n ? [] : [`bits ${hex(rest)}`])].join(', ');
}

/** The rule about the highest-ranking bit: one without a rule of its own decides before the named ones. */
export function ruleOfBit(value: bigint): RuleName {
  const unnamed = BITS.reduce((left, [bit]) => left & ~bit, value);
  if (unnamed !== 0n) return 'LBR-DBG-24';
  return BITS.find(([bit]) => (value & bit) !== 0n)?.[2] ?? 'LBR-DBG-26';
}

/** The rule that lets a value through: that of the feature which the writer needs for it. */
function ruleOfKept(value: bigint): RuleName {
  if ((value & DEBUGCTL.LBR) !== 0n && (value & ~LBR_BITS) === 0n) return 'LBR-DBG-23';
  return BITS.find(([bit]) => (value & bit & ~FORGIVEN) !== 0n)?.[2] ?? 'LBR-DBG-26';
}
