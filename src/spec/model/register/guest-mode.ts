import { archEnabled, LBREN } from './arch-lbr.ts';
import { recordArch } from './cpu/arch-lbr.ts';
import { recordLegacy } from './cpu/legacy-lbr.ts';
import type { CpuRegisters } from './cpu/registers.ts';
import { vmEntry, vmExit, type Vmcs } from './cpu/vmx.ts';
import { DEBUGCTL, XFEATURE_LBR } from './msr.ts';
import { lbrEnabled } from './refresh.ts';
import { ensureVlbr, hasRegistersToItself, retryVlbr } from './vlbr.ts';
import type { VmState } from './vm-state.ts';

/** What KVM has in the VMCS, and what it loads beside the VMCS; then the CPU does what it does (`cpu/`). */
export function inGuestMode<T>(state: VmState, execute: (cpu: CpuRegisters, vmcs: Vmcs) => T): T {
  const { host, settings, vcpu } = state;
  const hostLbrCtl = state.hostLbrCtl;
  // perf has its events off then, and writes LBR_CTL when they come back.
  const perfIsOff = hasRegistersToItself(state);
  const vmcs = vmcsOf(state);
  const cpu: CpuRegisters = {
    debugctl: 0n,
    lbrCtl: perfIsOff ? 0n : hostLbrCtl,
    xss: xssOf(state),
    lbrMsrs: state.hardware,
  };
  const loadsOwn = vmcs.loadLbrCtl && mayRecord(state);
  vmEntry(cpu, vmcs);
  const result = execute(cpu, vmcs);
  vmExit(cpu, vmcs, host.lbrCtlControls);
  const believesField = settings.enableBitCopy === 'vmcs-field';
  if (loadsOwn || (believesField && host.lbrCtlControls)) vcpu.archCtl = vmcs.lbrCtl;
  if (believesField) {
    const current = vcpu.vmcs12 ? 'vmcs02' : 'vmcs01';
    vcpu.debugctl[current] = (vcpu.debugctl[current] & ~DEBUGCTL.LBR) | (vmcs.debugctl & DEBUGCTL.LBR);
  }
  state.hostLbrCtl = perfIsOff || settings.hostLbrCtl === 'restored' ? hostLbrCtl : cpu.lbrCtl;
  return result;
}

/** A taken branch of the guest. */
export function takeBranch(state: VmState, from: bigint, to: bigint): void {
  const { host } = state;
  if (host.lbr === 'none') return;
  const record = host.lbr === 'arch' ? recordArch : recordLegacy;
  inGuestMode(state, (cpu) => record(cpu, host, from, to));
}

/** DEBUGCTL in the CPU while the guest runs. */
export function debugctlInGuestMode(state: VmState): bigint {
  return inGuestMode(state, ({ debugctl }) => debugctl);
}

/** Before VM-entry, with IRQs on: KVM has perf create the event of a guest that records, and try again with a lost one. */
export function prepareEvent(state: VmState): void {
  const { settings } = state;
  if (settings.missingEvent === 'created-before-entry' && lbrEnabled(state) && wantsRecords(state)) ensureVlbr(state);
  if (settings.vlbrReenable === 'before-entry') retryVlbr(state);
}

function wantsRecords(state: VmState): boolean {
  if (archEnabled(state)) return (state.vcpu.archCtl & LBREN) !== 0n;
  return (guestDebugctl(state) & DEBUGCTL.LBR) !== 0n;
}

function guestDebugctl({ vcpu }: VmState): bigint {
  return vcpu.vmcs12 ? vcpu.debugctl.vmcs02 : vcpu.debugctl.vmcs01;
}

/** Whether KVM lets the enable bit of the guest into the CPU. */
function mayRecord(state: VmState): boolean {
  return state.settings.recording === 'as-written' || state.vlbr === 'active';
}

function vmcsOf(state: VmState): Vmcs {
  const { host, settings, vcpu } = state;
  const bits = mayRecord(state) ? guestDebugctl(state) : guestDebugctl(state) & ~DEBUGCTL.LBR;
  const controls = lbrCtlControls(state);
  return {
    debugctl:
      settings.freezeInSmm === 'guest-value'
        ? bits
        : (bits & ~DEBUGCTL.FREEZE_IN_SMM) | (host.freezeInSmm ? DEBUGCTL.FREEZE_IN_SMM : 0n),
    lbrCtl: mayRecord(state) ? vcpu.archCtl : 0n,
    loadLbrCtl: controls,
    clearLbrCtl: controls,
    xssExiting: settings.guestXss === 'exits' && state.vlbr !== 'active' ? XFEATURE_LBR : 0n,
  };
}

/** The host events of this world exclude guests, so none of them asks to be recorded in guest mode. */
function lbrCtlControls(state: VmState): boolean {
  const { host, settings } = state;
  if (host.lbr !== 'arch' || !host.lbrCtlControls || settings.archLbr === 'hidden') return false;
  switch (settings.archCtlControls) {
    case 'never':
      return false;
    case 'with-owner':
      return state.vlbr === 'active';
    case 'always':
    case 'unless-host-asks':
      return true;
  }
}

function xssOf(state: VmState): bigint {
  const { settings, vcpu } = state;
  return settings.guestXss === 'masked' && state.vlbr !== 'active' ? vcpu.xss & ~XFEATURE_LBR : vcpu.xss;
}
