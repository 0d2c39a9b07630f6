import type { MsrIndex } from '../msr.ts';

/**
 * The registers of a CPU that LBRs depend on. What the functions of this folder do with them is what hardware does; no
 * design has a say in it. Designs choose what KVM writes before VM-entry and after VM-exit (`../guest-mode.ts`).
 */
export interface CpuRegisters {
  debugctl: bigint;
  /** IA32_LBR_CTL; 0 on a CPU without Arch LBR. */
  lbrCtl: bigint;
  /** IA32_XSS. */
  xss: bigint;
  /** Records, LBR_SELECT and TOS; an index that is missing holds 0. */
  readonly lbrMsrs: Map<MsrIndex, bigint>;
}

/** What XSAVES wrote for state component 15: Intel SDM, "LBR State". */
export interface XsaveImage {
  readonly depth: bigint;
  readonly ctl: bigint;
  readonly records: ReadonlyMap<MsrIndex, bigint>;
}
