/** What the rules of the register world on Arch LBR begin with, and whom they cite. */
import * as fc from 'fast-check';
import { mail, manual } from '../../kit/source.ts';
import { hostOf, MSR, type Host, type Session } from '../../model/register/index.ts';

export const sdm = (section: string) => manual(`Intel SDM, Architectural Last Branch Records: ${section}`, 'inferred');
export const review = (id: string, note: string) => mail(id, 'Sean Christopherson', '2023-01-27', 'said', note);

/** LBR_CTL that records every branch. */
export const ON = 0x7f0003n;

/** LBR_CTL with the enable bit and some filter. */
export const ctl = fc.constantFrom(1n, 3n, 7n, ON);

export const ctlOf = (vcpu: Session): bigint | undefined => vcpu.rdmsr(MSR.ARCH_LBR_CTL).value;

export const depthOf = (host: Partial<Host>): number => hostOf(host).depth;

/** A vCPU with Arch LBR, or undefined where the design has none. */
export function archVcpu(vcpu: Session): Session | undefined {
  vcpu.setCpuid();
  return vcpu.peek(MSR.ARCH_LBR_CTL, 'guest').result === 'ok' ? vcpu : undefined;
}

/** A vCPU with Arch LBR that records; undefined where the design has none. */
export function recording(vcpu: Session, value = ON): Session | undefined {
  vcpu.setCpuid();
  return vcpu.wrmsr(MSR.ARCH_LBR_CTL, value).result === 'ok' ? vcpu : undefined;
}
