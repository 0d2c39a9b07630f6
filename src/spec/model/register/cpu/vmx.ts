import { XFEATURE_LBR } from '../msr.ts';
import type { CpuRegisters } from './registers.ts';

/** The part of a VMCS that LBRs depend on. */
export interface Vmcs {
  /** GUEST_IA32_DEBUGCTL; "load debug controls" and "save debug controls" are set. */
  debugctl: bigint;
  /** GUEST_IA32_LBR_CTL; the field exists where either control for it does. */
  lbrCtl: bigint;
  /** "load guest IA32_LBR_CTL" at entry. */
  readonly loadLbrCtl: boolean;
  /** "clear IA32_LBR_CTL" at exit. */
  readonly clearLbrCtl: boolean;
  /** XSS-exiting bitmap. */
  readonly xssExiting: bigint;
}

/**
 * VM-entry loads DEBUGCTL from the VMCS, and IA32_LBR_CTL where its control is set; without it the guest runs under the
 * value that the host left: Intel SDM, "Loading Guest Control Registers, Debug Registers, and MSRs". Records,
 * LBR_SELECT, TOS and IA32_XSS are the same registers on both sides.
 */
export function vmEntry(cpu: CpuRegisters, vmcs: Vmcs): void {
  cpu.debugctl = vmcs.debugctl;
  if (vmcs.loadLbrCtl) cpu.lbrCtl = vmcs.lbrCtl;
}

/**
 * VM-exit saves DEBUGCTL and sets it to 0. It saves IA32_LBR_CTL wherever the CPU has a control for it, set or not, and
 * then clears the register where "clear IA32_LBR_CTL" is set: "Saving Control Registers, Debug Registers, and MSRs",
 * and "VMX" in the chapter on LBRs.
 */
export function vmExit(cpu: CpuRegisters, vmcs: Vmcs, hasLbrCtlControls: boolean): void {
  vmcs.debugctl = cpu.debugctl;
  cpu.debugctl = 0n;
  if (hasLbrCtlControls) vmcs.lbrCtl = cpu.lbrCtl;
  if (vmcs.clearLbrCtl) cpu.lbrCtl = 0n;
}

/**
 * Whether XSAVES or XRSTORS of component 15 exits: the requested bits that IA32_XSS and the XSS-exiting bitmap both
 * have. XCR0 and MSR bitmaps play no part: "Changes to Instruction Behavior in VMX Non-Root Operation".
 */
export function xsavesExits(cpu: CpuRegisters, vmcs: Vmcs): boolean {
  return (cpu.xss & vmcs.xssExiting & XFEATURE_LBR) !== 0n;
}
