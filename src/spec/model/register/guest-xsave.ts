import { xrstors, xsaves } from './cpu/arch-lbr.ts';
import type { CpuRegisters, XsaveImage } from './cpu/registers.ts';
import { xsavesExits } from './cpu/vmx.ts';
import { inGuestMode } from './guest-mode.ts';
import type { Outcome } from './outcome.ts';
import type { VmState } from './vm-state.ts';

/**
 * XSAVES with component 15 requested. Where it does not exit, the CPU stores its registers, whoever they belong to;
 * where it exits, KVM does it on the LBR state that it keeps for the vCPU. The value is FROM of the newest record stored.
 */
export function guestXsaves(state: VmState): Outcome {
  const { host, vcpu } = state;
  if (host.lbr !== 'arch' || !host.xsavesLbr) return nothing('the CPU has no component 15');
  const image = inGuestMode(state, (cpu, vmcs) => xsaves(xsavesExits(cpu, vmcs) ? savedState(state, cpu) : cpu, host));
  if (image === undefined) return nothing('IA32_XSS has bit 15 clear: nothing is stored, without a fault');
  vcpu.xsave = image;
  const value = image.records.get(host.from) ?? 0n;
  return { result: 'ok', value, rule: 'LBR-ARCH-29', why: 'component 15 is stored' };
}

/** XRSTORS of component 15 of the last image; `depth` stands for one that was made with another depth. */
export function guestXrstors(state: VmState, depth: bigint | undefined): Outcome {
  const { host, vcpu, settings } = state;
  if (host.lbr !== 'arch' || !host.xsavesLbr) return nothing('the CPU has no component 15');
  const image = imageOf(state, depth);
  const result = inGuestMode(state, (cpu, vmcs) => {
    if (!xsavesExits(cpu, vmcs)) return xrstors(cpu, host, image);
    const own = savedState(state, cpu);
    const done = xrstors(own, host, image);
    vcpu.archCtl = own.lbrCtl;
    return done;
  });
  if (result === '#GP') return { result, rule: 'LBR-ARCH-29', why: 'the image has a component that IA32_XSS lacks' };
  const why =
    settings.guestXss === 'exits' && state.vlbr !== 'active' ? 'KVM loads component 15' : 'component 15 is loaded';
  return { result, rule: 'LBR-ARCH-29', why };
}

function imageOf({ vcpu }: VmState, depth: bigint | undefined): XsaveImage | undefined {
  const image = vcpu.xsave;
  if (image === undefined || depth === undefined) return image;
  return { ...image, depth };
}

/** The registers as they would be if the vCPU had them, on which KVM does what the CPU would do. */
function savedState(state: VmState, { debugctl, xss }: CpuRegisters): CpuRegisters {
  const { vcpu, hardware } = state;
  const lbrMsrs = state.vlbr === 'active' ? hardware : vcpu.image;
  return { debugctl, xss, lbrCtl: vcpu.archCtl, lbrMsrs };
}

const nothing = (why: string): Outcome => ({ result: 'ok', rule: 'LBR-ARCH-29', why });
