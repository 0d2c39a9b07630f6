import { LBREN, writeDepth as cpuWritesDepth } from './cpu/arch-lbr.ts';
import type { VmState } from './vm-state.ts';
import { hex, MSR, XFEATURE_LBR } from './msr.ts';
import { invalid, ok, unsupported, type Actor, type Handled } from './outcome.ts';
import { lbrEnabled } from './refresh.ts';
import { ensureVlbr, recordMsrs } from './vlbr.ts';

export { LBREN } from './cpu/arch-lbr.ts';

const CPL_BITS = 0x6n;
const CALL_STACK_BIT = 0x8n;
const BRANCH_BITS = 0x7f0000n;

/** The vCPU has Arch LBR. */
export function archEnabled(state: VmState): boolean {
  return lbrEnabled(state) && state.vcpu.records.flavour === 'arch';
}

function absent(state: VmState, index: number): Handled {
  const legacy = lbrEnabled(state);
  const why = legacy ? 'the vCPU has legacy LBR' : 'the vCPU has no Arch LBR';
  return unsupported(legacy ? 'LBR-MSR-21' : 'LBR-MSR-20', `${hex(index)}: ${why}`);
}

/** The LBR_CTL bits that CPUID 0x1C of the host enumerates. */
function ctlBits(state: VmState): bigint {
  const { host, settings } = state;
  if (settings.archCtlBits === 'unchecked') return 0xffff_ffff_ffff_ffffn;
  return (
    LBREN |
    (host.cplFilter ? CPL_BITS : 0n) |
    (host.callstack ? CALL_STACK_BIT : 0n) |
    (host.branchFilter ? BRANCH_BITS : 0n)
  );
}

/** IA32_LBR_CTL, 0x14ce. It lives in the VMCS, so a read needs no ownership. */
export function accessCtl(state: VmState, write: bigint | undefined, _by: Actor): Handled {
  const { vcpu } = state;
  if (!archEnabled(state)) return absent(state, MSR.ARCH_LBR_CTL);
  if (write === undefined) return ok('LBR-ARCH-23', 'LBR_CTL reads as it was written', vcpu.archCtl);
  const reserved = write & ~ctlBits(state);
  if (reserved !== 0n) return invalid('LBR-ARCH-23', `LBR_CTL bits ${hex(reserved)} are not enumerated`);
  vcpu.archCtl = write;
  if ((write & LBREN) !== 0n) ensureVlbr(state);
  return ok('LBR-ARCH-23', `LBR_CTL is ${hex(write)}`);
}

/** IA32_LBR_DEPTH, 0x14cf. A write of an allowed depth zeroes the records. */
export function accessDepth(state: VmState, write: bigint | undefined, by: Actor): Handled {
  const { vcpu, settings } = state;
  if (!archEnabled(state)) return absent(state, MSR.ARCH_LBR_DEPTH);
  const depth = BigInt(vcpu.records.depth);
  if (write === undefined) return ok('LBR-ARCH-21', 'DEPTH is the one depth that CPUID enumerates', depth);
  const allowed = settings.archDepthValues === 'enumerated' ? write === depth : write !== 0n && write % 8n === 0n;
  if (!allowed) return invalid('LBR-ARCH-21', `depth ${write} is not enumerated; ${depth} is`);
  // The VMM restores MSRs in any order, so its write of DEPTH must not undo its writes of the records.
  const restores = by === 'vmm' && settings.vmmLbrAccess === 'saved-state';
  if (!restores && settings.archDepthReset === 'zeroes-records') zeroRecords(state);
  return ok('LBR-ARCH-22', 'a write of DEPTH zeroes the records');
}

/** Zeroes the records of the vCPU; a design that does not ask who owns them zeroes whatever the MSRs hold. */
function zeroRecords(state: VmState): void {
  const { hardware, host } = state;
  if (state.settings.archAccess === 'unguarded' || state.vlbr === 'active') {
    cpuWritesDepth({ debugctl: 0n, lbrCtl: 0n, xss: 0n, lbrMsrs: hardware }, host);
  } else for (const index of recordMsrs(state)) state.vcpu.image.set(index, 0n);
}

/** IA32_XSS, 0xda0, of which only bit 15 is of interest here. */
export function accessXss(state: VmState, write: bigint | undefined, _by: Actor): Handled {
  const { vcpu } = state;
  if (write === undefined) return ok('LBR-ARCH-28', 'XSS reads as it was written', vcpu.xss);
  const unsupportedBits = write & ~supportedXss(state);
  if (unsupportedBits !== 0n) return invalid('LBR-ARCH-28', `XSS bits ${hex(unsupportedBits)} are not supported`);
  vcpu.xss = write;
  return ok('LBR-ARCH-28', `XSS is ${hex(write)}`);
}

function supportedXss(state: VmState): bigint {
  const { host, settings } = state;
  if (settings.archLbr === 'hidden' || !host.xsavesLbr) return 0n;
  const allowed = settings.archXss === 'with-host' ? host.lbr === 'arch' : archEnabled(state);
  return allowed ? XFEATURE_LBR : 0n;
}
