import type { Host } from '../host.ts';
import { stackMsrs } from '../lbr-msrs.ts';
import { XFEATURE_LBR, type MsrIndex } from '../msr.ts';
import type { CpuRegisters, XsaveImage } from './registers.ts';

/** LBR_CTL[0]: recording is on. */
export const LBREN = 1n;

/**
 * A taken branch on a CPU with Arch LBR. With LBR_CTL.LBREn set every record moves down by one and the new one is entry
 * 0: Intel SDM, "Architectural Last Branch Records". DEBUGCTL.LBR has no effect there.
 */
export function recordArch(cpu: CpuRegisters, host: Host, from: bigint, to: bigint): void {
  if ((cpu.lbrCtl & LBREN) === 0n) return;
  const firsts = [host.from, host.to, host.info];
  for (let i = host.perfDepth - 1; i > 0; i--) {
    for (const first of firsts) cpu.lbrMsrs.set(first + i, cpu.lbrMsrs.get(first + i - 1) ?? 0n);
  }
  const newest = [from, to, 1n];
  firsts.forEach((first, i) => cpu.lbrMsrs.set(first, newest[i]));
}

/** Any accepted write of DEPTH, of the same value too, zeroes the records and nothing else: "LBR Depth". */
export function writeDepth(cpu: CpuRegisters, host: Host): void {
  for (const index of recordMsrsOf(host)) cpu.lbrMsrs.set(index, 0n);
}

/**
 * XSAVES with component 15 requested: "Operation of XSAVES", "LBR State". It stores the registers of the CPU, whoever
 * they belong to; MSR bitmaps do not apply. Undefined where IA32_XSS has the bit clear: nothing is stored, without a fault.
 */
export function xsaves(cpu: CpuRegisters, host: Host): XsaveImage | undefined {
  if ((cpu.xss & XFEATURE_LBR) === 0n) return undefined;
  const records = new Map(recordMsrsOf(host).map((index) => [index, cpu.lbrMsrs.get(index) ?? 0n]));
  return { depth: BigInt(host.depth), ctl: cpu.lbrCtl, records };
}

/**
 * XRSTORS of component 15: "Operation of XRSTORS", "LBR State". Without an image (its bit clear in the header) LBR_CTL
 * and the records become 0. With one of another depth LBR_CTL is loaded and the records become 0; DEPTH is never
 * loaded. An image whose component IA32_XSS does not have faults.
 */
export function xrstors(cpu: CpuRegisters, host: Host, image: XsaveImage | undefined): 'ok' | '#GP' {
  if ((cpu.xss & XFEATURE_LBR) === 0n) return image === undefined ? 'ok' : '#GP';
  cpu.lbrCtl = image?.ctl ?? 0n;
  const loads = image !== undefined && image.depth === BigInt(host.depth);
  for (const index of recordMsrsOf(host)) cpu.lbrMsrs.set(index, (loads ? image.records.get(index) : undefined) ?? 0n);
  return 'ok';
}

/** LBR_CTL after a #DB: "Debug Exceptions". */
export function lbrCtlAfterDb(lbrCtl: bigint): bigint {
  return lbrCtl & ~LBREN;
}

function recordMsrsOf(host: Host): readonly MsrIndex[] {
  return stackMsrs(host, host.perfDepth);
}
