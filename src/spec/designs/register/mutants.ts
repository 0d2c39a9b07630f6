import type { RegisterSettings } from '../../switches/register.ts';
import type { Mutant } from '../mutant.ts';
import { registerSwitches } from '../../switches/register.ts';
import { contract } from './contract.ts';

/**
 * Flips that another decision of the contract hides: what must be flipped with them to be seen. With Arch LBR for
 * guests the legacy format is not an issue; an exit that saves DEBUGCTL makes good what a WRMSR left in vmcs12.
 */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'archHostLegacyFmt=advertised': { archLbr: 'hidden' },
  'archDebugctlLbr=vmcs12-unmasked': { vmcs12Save: 'on-wrmsr' },
};

/**
 * Values that the contract permits as well: a KVM that offers less, that has no call to take it away, or that asks at
 * every use what it could have asked once. The last two cannot be told apart: a vLBR event that outlives a refresh has
 * no vCPU to serve, and what a vCPU with PDCM reads on a host without it concerns no LBR.
 */
export const PERMITTED: readonly string[] = [
  'pebs=none',
  'pmuCapability=absent',
  'stuffQuirk=absent',
  'archLbr=hidden',
  'enableCheck=live',
  'refreshEvent=kept',
  'guestPdcm=guest-cpuid',
];

const mutant = (name: string, flips: Readonly<Record<string, string>>): Mutant => ({
  name,
  world: 'register',
  base: 'contract',
  flips,
});

/** The contract with one register switch at one of its other values, for every value that it does not permit. */
const flippedSwitches: readonly Mutant[] = Object.entries(registerSwitches).flatMap(([name, { values }]) =>
  Object.keys(values)
    .filter((value) => value !== contract[name as keyof RegisterSettings])
    .filter((value) => !PERMITTED.includes(`${name}=${value}`))
    .map((value) => mutant(`${name}=${value}`, { [name]: value, ...COMPANIONS[`${name}=${value}`] })),
);

/**
 * Bugs of the record that live in the register world, brought back into the contract; the key is that of the bug
 * museum. Where one flip of a switch is the whole bug, the mutant above would do, but the name would be lost.
 */
const BUGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  B01: { lbrDummyCheck: 'inverted', vmmLbrAccess: 'like-guest' },
  B03: { perfCapRefresh: 'never' },
  B04: { advertiseSource: 'host-msr' },
  B06: { debugctlHostWrite: 'guest-cpuid' },
  B07: { earlyRefreshRecords: 'stale' },
  B09: { pebs: 'with-adaptive' },
  B10: { callstackRequired: 'no' },
  B12: { hybridVpmu: 'on' },
  B13: { perfCapNeedsPdcm: 'no' },
  B14: { perfCapNeedsPmuVersion: 'yes' },
  B20: { freezeInSmm: 'guest-value' },
  B22: { vmcs12Debugctl: 'unchecked' },
  B23: { freezeInSmm: 'visible' },
  B24: { debugctlRtm: 'never' },
  B42: { listDebugctl: 'not-listed' },
  U01: { hostEventOrder: 'bypass', vlbrFirstUse: 'reset-if-first-user' },
  U02: { vlbrReenable: 'never' },
  U08: { listLbr: 'not-listed' },
  U09: { smmL2Debugctl: 'from-vmcs01' },
  U15: { perfCapStored: 'masked' },
  A01: { archDepthValues: 'multiples-of-8' },
  A04: { listedZero: 'refused' },
  A06: { archPmiFreeze: 'debugctl' },
  A08: { archDebugctlLbr: 'stored' },
  '098f4c061ea1': { archLbr: 'hidden', archHostLegacyFmt: 'advertised' },
  '8a4351ac302c': { debugctlSquash: 'lbr-with-btf' },
  e2ffe85b6d2b: { vmcs12FreezeInSmm: 'invalid' },
};

const historicalBugs: readonly Mutant[] = Object.entries(BUGS).map(([key, flips]) => ({
  ...mutant(`bug ${key}`, flips),
  bug: key,
}));

export const registerMutants: readonly Mutant[] = [...flippedSwitches, ...historicalBugs];
