import type { MuseumBug } from './bug.ts';

/** Bugs that were reported and, at first at least, not mended. */
export const openBugs: readonly MuseumBug[] = [
  {
    bug: 'U01',
    year: 2023,
    title: 'The guest LBR event competes with nobody',
    text: 'It is placed before the shared register is looked at. A CPU-pinned host event stays ACTIVE and records nothing.',
    protocol: { flips: { vlbrConstraint: 'bypass' }, caughtBy: 'LBR-OWN-3' },
    register: { flips: { hostEventOrder: 'bypass', vlbrFirstUse: 'reset-if-first-user' } },
  },
  {
    bug: 'U02',
    year: 2023,
    title: 'A guest LBR event in ERROR stays there',
    text: 'perf does not retry a pinned event that failed, and KVM does not enable it again. The guest reads zeros for good.',
    protocol: { flips: { vlbrRecovery: 'never' }, caughtBy: 'LBR-LIV-1' },
    register: { flips: { vlbrReenable: 'never' } },
  },
  {
    bug: 'U03',
    commit: '189ecdb3e112',
    year: 2025,
    title: 'The late snapshot of DEBUGCTL was refused at first',
    text: 'A patch of 2023 moved the snapshot to VM-entry, because a hand-over while an exit is handled was undone. It was not taken; the same bug was found and fixed in 2025.',
    protocol: { flips: { debugctlSnapshot: 'vcpu-load' }, caughtBy: 'LBR-ENT-4' },
  },
  {
    bug: 'U04',
    year: 2023,
    title: 'The guest decides whether the host traces it',
    text: 'VM-entry loads DEBUGCTL.LBR of the guest whoever owns the LBRs. Guest branches go into the records of a host event.',
    protocol: { flips: { guestRecording: 'as-written' }, caughtBy: 'LBR-ENT-2' },
  },
  {
    bug: 'U08',
    year: 2026,
    title: 'LBR MSRs not in the MSR index list',
    text: 'FROM, TO, INFO, TOS and LBR_SELECT are not in the list of MSRs that a VMM saves. A migrated guest finds DEBUGCTL.LBR set and its records gone.',
    register: { flips: { listLbr: 'not-listed' } },
  },
  {
    bug: 'U09',
    year: 2022,
    title: 'RSM gives L2 the DEBUGCTL of vmcs01',
    text: 'RSM out of an SMI that arrived in L2 copies DEBUGCTL of vmcs01 over that of L2. L2 then records, or not, as L1 once said.',
    register: { flips: { smmL2Debugctl: 'from-vmcs01' } },
  },
  {
    bug: 'U14',
    year: 2023,
    title: 'A guest cannot tell that it lost the LBRs',
    text: 'Its reads give 0 and its writes vanish, without a fault. DEBUGCTL.LBR still says that it records.',
    protocol: { flips: { lossNotice: 'none' }, caughtBy: 'LBR-LIV-3' },
  },
  {
    bug: 'U15',
    year: 2021,
    title: 'A draft masked PERF_CAPABILITIES after it was accepted',
    text: 'A draft masked LBR_FMT out of a value for PERF_CAPABILITIES that it had accepted before. What the VMM read was not what it had written.',
    register: { flips: { perfCapStored: 'masked' } },
  },
];
