import type { Host } from '../host.ts';
import { DEBUGCTL, MSR } from '../msr.ts';
import type { CpuRegisters } from './registers.ts';

/**
 * A taken branch on a CPU with legacy LBR. With DEBUGCTL.LBR set, TOS goes up by one, modulo the depth, and the record
 * is stored there: Intel SDM, "LBR Stack". The CPU does not know for whom it records.
 */
export function recordLegacy(cpu: CpuRegisters, host: Host, from: bigint, to: bigint): void {
  if ((cpu.debugctl & DEBUGCTL.LBR) === 0n) return;
  const tos = (Number(cpu.lbrMsrs.get(MSR.LBR_TOS) ?? 0n) + 1) % host.depth;
  cpu.lbrMsrs.set(MSR.LBR_TOS, BigInt(tos));
  cpu.lbrMsrs.set(host.from + tos, from);
  cpu.lbrMsrs.set(host.to + tos, to);
  if (host.info !== 0) cpu.lbrMsrs.set(host.info + tos, 1n);
}

/** DEBUGCTL after a #DB that is delivered through the IDT: "Monitoring Branches, Exceptions, and Interrupts". */
export function debugctlAfterDb(debugctl: bigint): bigint {
  return debugctl & ~(DEBUGCTL.LBR | DEBUGCTL.BTF);
}
