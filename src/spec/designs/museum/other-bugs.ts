import type { MuseumBug } from './bug.ts';

/** Bugs of drafts and reviews, and some that no list of the record has. */
export const otherBugs: readonly MuseumBug[] = [
  {
    bug: 'A01',
    year: 2021,
    title: 'A draft took every multiple of 8 for DEPTH',
    text: 'A draft took every multiple of 8 for a depth, above 64 as well. The processor refuses such a value, and the write of KVM faults on the host.',
    register: { flips: { archDepthValues: 'multiples-of-8' } },
  },
  {
    bug: 'A04',
    year: 2022,
    title: 'A draft refused 0 for listed MSRs',
    text: 'A draft listed MSRs of Arch LBR and refused the value 0 where the feature was off. A VMM that restores every listed MSR failed on a guest that does not have them.',
    register: { flips: { listedZero: 'refused' } },
  },
  {
    bug: 'A06',
    year: 2023,
    title: 'A freeze that clears bit 0 of the wrong register',
    text: 'The freeze on a PMI clears the recording bit, which is in DEBUGCTL or in LBR_CTL. A draft chose by the host and cleared bit 0 of a register in which it means nothing.',
    register: { flips: { archPmiFreeze: 'debugctl' } },
  },
  {
    bug: 'A08',
    year: 2023,
    title: 'DEBUGCTL.LBR kept on a CPU without it',
    text: 'On a CPU with Arch LBR, DEBUGCTL.LBR takes no value and reads 0. Xen crashed the guest that set it, until 2023; kept as written, it tells a guest of a recording that does not happen.',
    register: { flips: { archDebugctlLbr: 'stored' } },
  },
  {
    bug: '098f4c061ea1',
    commit: '098f4c061ea1',
    year: 2023,
    title: 'Legacy LBR on an Arch LBR host',
    text: 'KVM offered legacy LBRs on a host with Arch LBR and took its records for legacy ones. LBR_SELECT and TOS do not exist there.',
    register: { flips: { archLbr: 'hidden', archHostLegacyFmt: 'advertised' } },
  },
  {
    bug: '8a4351ac302c',
    commit: '8a4351ac302c',
    year: 2025,
    title: 'BTF takes LBR away',
    text: 'KVM forgives a guest that sets BTF, which it does not virtualize, by taking the bit out of the write. It took LBR out along with it, also for a guest that has LBRs.',
    register: { flips: { debugctlSquash: 'lbr-with-btf' } },
  },
  {
    bug: 'e2ffe85b6d2b',
    commit: 'e2ffe85b6d2b',
    year: 2026,
    title: 'FREEZE_IN_SMM in vmcs12 fails the entry',
    text: 'The check of DEBUGCTL in vmcs12 refused FREEZE_IN_SMM, which KVM had let through before. A hypervisor in the guest that copies its own DEBUGCTL could not run its guests any more.',
    register: { flips: { vmcs12FreezeInSmm: 'invalid' } },
  },
  {
    bug: 'review of 05/15',
    year: 2023,
    title: 'LBR_DEPTH was written without a look at the owner',
    text: 'The series wrote the register for the guest with IRQs on. perf may have taken the LBRs, and its records are gone.',
    protocol: { flips: { archAccess: 'unguarded' }, caughtBy: 'LBR-ARCH-4' },
  },
  {
    bug: 'review of 10/15',
    year: 2023,
    title: 'Nobody gave LBR_CTL back to the host',
    text: 'VM-exit cleared the register for every guest. A host event was ACTIVE and recorded nothing after the first exit.',
    protocol: { flips: { hostLbrCtl: 'not-restored' }, caughtBy: 'LBR-ARCH-1' },
  },
  {
    bug: 'mediated snapshot',
    year: 2026,
    title: 'The snapshot is older than the load of a mediated vPMU',
    text: 'KVM reads DEBUGCTL before perf turns recording off, and writes that back after VM-exit. The exit path goes into the LBRs. Found by the model; v7.3.4 has it.',
    protocol: { flips: { mediatedOrder: 'snapshot-first' }, caughtBy: 'LBR-MED-2' },
  },
];
