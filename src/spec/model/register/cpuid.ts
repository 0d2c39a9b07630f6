import type { Host } from './host.ts';

/** What KVM_SET_CPUID2 says about one vCPU, as far as the contract looks at it. */
export interface GuestCpuid {
  /** CPUID.1:ECX[15]: PERF_CAPABILITIES exists. */
  readonly pdcm: boolean;
  /** Version in CPUID.0AH:EAX[7:0]; 0 is a vCPU without the leaf. */
  readonly pmuVersion: number;
  readonly model: number;
  readonly rtm: boolean;
  readonly busLockDetect: boolean;
  /** CPUID.7:EDX[19]. */
  readonly archLbr: boolean;
  /** The one depth that CPUID 0x1C enumerates. Arch LBR only. */
  readonly lbrDepth: number;
}

/** A vCPU like the host it runs on, without the features that need a word of their own (RTM, bus-lock detect). */
export function cpuidOf(host: Host, fields: Partial<GuestCpuid> = {}): GuestCpuid {
  return {
    pdcm: true,
    pmuVersion: 2,
    model: host.model,
    rtm: false,
    busLockDetect: false,
    archLbr: host.lbr === 'arch',
    lbrDepth: host.depth,
    ...fields,
  };
}

/** What a vCPU has before KVM_SET_CPUID2: nothing. */
export const NO_CPUID: GuestCpuid = {
  pdcm: false,
  pmuVersion: 0,
  model: 0,
  rtm: false,
  busLockDetect: false,
  archLbr: false,
  lbrDepth: 0,
};
