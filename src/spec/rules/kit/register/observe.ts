import {
  hex,
  hostOf,
  LAST_BRANCH_MSRS,
  MSR,
  type Host,
  type MsrIndex,
  type Outcome,
  type Session,
} from '../../../model/register/index.ts';

/** What a caller saw, as text. */
export const seen = ({ result, value }: Outcome): string => (value === undefined ? result : `${result} ${hex(value)}`);

/** First and last record MSRs of this host, and the ones just behind. */
export function recordEdges(host: Partial<Host>): {
  readonly inside: readonly MsrIndex[];
  readonly outside: readonly MsrIndex[];
} {
  const { depth, from, to, info, lbr } = hostOf(host);
  if (lbr === 'none') return { inside: [], outside: [] };
  const stacks = info === 0 ? [from, to] : [from, to, info];
  return {
    inside: stacks.flatMap((first) => [first, first + depth - 1]),
    outside: stacks.map((first) => first + depth).filter((index) => !stacks.includes(index)),
  };
}

/**
 * SELECT, TOS, CTL and DEPTH, the edges of the record stacks of either flavour, and the second record of this host: the
 * first branch of a legacy vCPU goes there.
 */
export function allLbrMsrs(host: Partial<Host>): readonly MsrIndex[] {
  const both = [host, {}, { lbr: 'arch' } as const].flatMap((some) => recordEdges(some).inside);
  const { from, to, info, lbr } = hostOf(host);
  const second = lbr === 'none' ? [] : [from + 1, to + 1, ...(info === 0 ? [] : [info + 1])];
  return [...new Set([MSR.LBR_SELECT, MSR.LBR_TOS, MSR.ARCH_LBR_CTL, MSR.ARCH_LBR_DEPTH, ...both, ...second])];
}

/** One of the MSRs of the host's flavour that take a value: LBR_SELECT and TOS, and the edges of the record stacks. */
export function writableMsr(host: Partial<Host>, which: number): MsrIndex {
  const { inside } = recordEdges(host);
  const msrs = host.lbr === 'arch' ? inside : [MSR.LBR_SELECT, MSR.LBR_TOS, ...inside];
  return msrs[which % msrs.length];
}

/** LBR_SELECT or TOS, which take small numbers and no addresses. */
export const isControl = (msr: MsrIndex): boolean => msr === MSR.LBR_SELECT || msr === MSR.LBR_TOS;

/** The guest has LBR of some kind. */
export const hasLbr = (vcpu: Session): boolean => hasLegacyLbr(vcpu) || hasArchLbr(vcpu);

export const hasLegacyLbr = (vcpu: Session): boolean => vcpu.rdmsr(MSR.LBR_SELECT).result === 'ok';

export const hasArchLbr = (vcpu: Session): boolean => vcpu.rdmsr(MSR.ARCH_LBR_CTL).result === 'ok';

/** The guest has LBR of the flavour that the CPU has. */
export const ownsFlavour = (vcpu: Session): boolean =>
  vcpu.host.lbr === 'arch' ? hasArchLbr(vcpu) : hasLegacyLbr(vcpu);

/** Everything that RDMSR shows to the guest, as text; two vCPUs that show the same are the same to the guest. */
export function guestView(vcpu: Session): string {
  const indices = [MSR.PERF_CAPABILITIES, MSR.DEBUGCTL, MSR.XSS, ...LAST_BRANCH_MSRS, ...allLbrMsrs(vcpu.host)];
  return indices.map((index) => `${hex(index)} ${seen(vcpu.rdmsr(index))}`).join('\n');
}
