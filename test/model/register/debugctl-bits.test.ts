import { describe, expect, test } from 'vitest';
import { designNamed, type DesignName } from '../../../src/spec/designs/index.ts';
import { MSR, Session, type GuestCpuid } from '../../../src/spec/model/register/index.ts';

/**
 * Every bit of DEBUGCTL, alone, by guest, VMM and vmcs12, as the source of each release has it. The lists were read
 * from the source and written down here by hand; the model is not asked for them.
 *
 * v5.12: vcpu_supported_debugctl() of v5.15.85. v6.2: vmx_get_supported_debugctl() of 6.1.192 without RTM_DEBUG, which
 * is a backport of 17ec2f965344. v6.12, v7.3: vmx_get_supported_debugctl(), vmx_is_valid_debugctl(),
 * nested_vmx_check_guest_state() of 6.12.117 and 7.3.4.
 */
const LBR = 0;
const BTF = 1;
const BUS_LOCK_DETECT = 2;
const FREEZE_LBRS_ON_PMI = 11;
const FREEZE_IN_SMM = 14;
const RTM_DEBUG = 15;
/** Bits that a CPU with RTM and bus-lock detection has; the VM-entry of an unchecked vmcs12 fails for the others. */
const ON_CPU = [0, 1, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

type Config = 'all' | 'nothing';
const cpuids: Readonly<Record<Config, Partial<GuestCpuid>>> = {
  all: { rtm: true, busLockDetect: true },
  nothing: { pdcm: false },
};

interface Expected {
  /** Bits whose WRMSR does not fault. */
  readonly accepted: readonly number[];
  /** Bits that read 1 afterwards. */
  readonly kept: readonly number[];
}

const DROPS = [LBR, BTF];
const guest: Readonly<Record<string, Readonly<Record<Config, Expected>>>> = {
  old: {
    all: {
      accepted: [LBR, BTF, BUS_LOCK_DETECT, FREEZE_LBRS_ON_PMI],
      kept: [LBR, BUS_LOCK_DETECT, FREEZE_LBRS_ON_PMI],
    },
    nothing: { accepted: DROPS, kept: [] },
  },
  new: {
    all: {
      accepted: [LBR, BTF, BUS_LOCK_DETECT, FREEZE_LBRS_ON_PMI, RTM_DEBUG],
      kept: [LBR, BUS_LOCK_DETECT, FREEZE_LBRS_ON_PMI, RTM_DEBUG],
    },
    nothing: { accepted: DROPS, kept: [] },
  },
};

interface Release {
  readonly guest: Readonly<Record<Config, Expected>>;
  readonly vmm: Readonly<Record<Config, Expected>>;
  /** Bits of vmcs12 with which the entry succeeds, and those that L2 reads. */
  readonly vmcs12: Readonly<Record<Config, Expected>>;
}

const unchecked: Expected = { accepted: ON_CPU, kept: ON_CPU };
const quirk = ({ accepted, kept }: Expected): Expected => ({
  accepted: [...accepted, FREEZE_IN_SMM].sort((a, b) => a - b),
  kept,
});

const releases: readonly (readonly [DesignName, Release])[] = [
  ['v5.12', { guest: guest['old'], vmm: guest['old'], vmcs12: { all: unchecked, nothing: unchecked } }],
  [
    'v6.2',
    {
      guest: guest['old'],
      vmm: { all: guest['old'].all, nothing: guest['old'].all },
      vmcs12: { all: unchecked, nothing: unchecked },
    },
  ],
  ...(['v6.12', 'v7.3'] as const).map((name): readonly [DesignName, Release] => [
    name,
    {
      guest: guest['new'],
      vmm: { all: guest['new'].all, nothing: guest['new'].all },
      vmcs12: { all: quirk(guest['new'].all), nothing: quirk(guest['new'].nothing) },
    },
  ]),
];

const BITS = Array.from({ length: 64 }, (_, bit) => bit);

function start(design: DesignName, config: Config): Session {
  const vcpu = new Session({}, designNamed(design).register);
  vcpu.setCpuid(cpuids[config]);
  return vcpu;
}

/** What the actor's write of each single bit gives on a fresh vCPU. */
function found(design: DesignName, config: Config, write: (vcpu: Session, value: bigint) => string): Expected {
  const accepted: number[] = [];
  const kept: number[] = [];
  for (const bit of BITS) {
    const vcpu = start(design, config);
    if (write(vcpu, 1n << BigInt(bit)) !== 'ok') continue;
    accepted.push(bit);
    if (((vcpu.rdmsr(MSR.DEBUGCTL).value ?? 0n) >> BigInt(bit)) & 1n) kept.push(bit);
  }
  return { accepted, kept };
}

describe.each(releases)('%s', (design, release) => {
  describe.each(['all', 'nothing'] as const)('a vCPU with %s of LBR, RTM and bus-lock detection', (config) => {
    test('WRMSR of the guest', () => {
      expect(found(design, config, (vcpu, value) => vcpu.wrmsr(MSR.DEBUGCTL, value).result)).toEqual(
        release.guest[config],
      );
    });
    test('KVM_SET_MSRS of the VMM', () => {
      expect(found(design, config, (vcpu, value) => vcpu.setMsr(MSR.DEBUGCTL, value).result)).toEqual(
        release.vmm[config],
      );
    });
    test('GUEST_IA32_DEBUGCTL of vmcs12', () => {
      expect(found(design, config, (vcpu, debugctl) => vcpu.enterL2({ debugctl }).result)).toEqual(
        release.vmcs12[config],
      );
    });
  });
});
