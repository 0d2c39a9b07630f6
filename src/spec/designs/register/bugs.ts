/** A bug of the public record that lives in the register world. */
export interface RegisterBug {
  readonly title: string;
  /** What went wrong, in two sentences. */
  readonly text: string;
  /** The commit that ended it; absent where nothing did. */
  readonly commit?: string;
  /** Year of the fix, or of the report where there is no fix. */
  readonly year: number;
}

/** By the key that mutants name. */
export const registerBugs: Readonly<Record<string, RegisterBug>> = {
  B01: {
    title: 'Success of the event creation taken for failure',
    text: 'KVM took the success of creating the guest LBR event for a failure and answered the access by itself: a read gave 0, a write was lost. Where creation really failed, the missing event was used.',
    commit: '67b45af946ec',
    year: 2021,
  },
  B03: {
    title: 'vPMU not rebuilt after a write of PERF_CAPABILITIES',
    text: 'KVM rebuilt its view of the vPMU after CPUID changes only. A VMM that wrote PERF_CAPABILITIES last got a guest without the LBRs that it had just asked for.',
    commit: '17a024a8b981',
    year: 2022,
  },
  B04: {
    title: 'LBR_FMT offered where perf found no LBRs',
    text: 'KVM copied LBR_FMT from the MSR of the host, whatever perf had made of the LBRs. Where perf had found none, a guest was offered LBRs that could never work.',
    commit: '145dfad998ea',
    year: 2022,
  },
  B06: {
    title: 'Guest CPUID asked for DEBUGCTL writes of the VMM',
    text: 'A write of DEBUGCTL by the VMM was checked against the CPUID of the guest. A restore that set CPUID later lost the LBR bit without a word, or was refused.',
    commit: 'b333b8ebb85d',
    year: 2022,
  },
  B07: {
    title: 'LBR stays on after the vPMU is gone',
    text: 'KVM left the refresh of the vPMU early where CPUID had no PMU leaf, before it looked at the LBRs. A guest whose vPMU was gone kept its LBR MSRs.',
    commit: '957d0f70e97b',
    year: 2023,
  },
  B09: {
    title: 'Adaptive PEBS shows host records to the guest',
    text: 'The PEBS hardware stores the LBRs with no look at the MSR bitmap, and KVM did not switch them for that. A guest that enabled adaptive PEBS read kernel addresses of the host.',
    commit: '9e985cbf2942',
    year: 2024,
  },
  B10: {
    title: 'LBR_FMT offered without call-stack mode',
    text: 'The guest LBR event always asks for call-stack mode, and KVM offered LBRs to guests on CPUs that have none. Creating the event failed there each time, and the guest read zeros.',
    commit: 'bb9dc859086d',
    year: 2024,
  },
  B12: {
    title: 'vPMU on hybrid hosts',
    text: 'KVM has one set of capabilities for all pCPUs, and a hybrid host has two kinds of core. A vCPU that moved to the other kind had a PMU that did not fit the CPU.',
    commit: '4d7404e5ee00',
    year: 2023,
  },
  B13: {
    title: 'PERF_CAPABILITIES taken without PDCM',
    text: 'KVM took a value for PERF_CAPABILITIES from the VMM although the CPUID of the guest has no PDCM. The guest has no such MSR then, so a mistake of the VMM went unnoticed, and only the VMM read the value back.',
    commit: 'd75cac366f44',
    year: 2024,
  },
  B14: {
    title: 'PERF_CAPABILITIES refused before leaf 0xA',
    text: 'KVM refused a value for PERF_CAPABILITIES as long as CPUID had no version of the PMU. The order in which a VMM restored the two decided whether it worked.',
    commit: 'a1039111192b',
    year: 2024,
  },
  B20: {
    title: 'FREEZE_IN_SMM of the host lost in the guest',
    text: 'VM-entry loads DEBUGCTL of the guest as a whole, and the bit FREEZE_IN_SMM of the host was not in it. An SMI that arrived in the guest was counted by host events that had asked not to see SMM.',
    commit: '6b1dd26544d0',
    year: 2025,
  },
  B22: {
    title: 'DEBUGCTL of vmcs12 not checked',
    text: 'KVM relied on hardware to check DEBUGCTL in vmcs12, which checks reserved bits only. L1 could run L2 with features that a WRMSR would have refused, LBRs that nobody owned among them.',
    commit: '095686e6fcb4',
    year: 2025,
  },
  B23: {
    title: 'FREEZE_IN_SMM of the host would show in a raw read',
    text: 'A bit of the host is merged into the DEBUGCTL of the VMCS, and a raw read would show it. The guest would see a bit that it never wrote, and a VMM that wrote the value back would be refused.',
    commit: '7d0cce6cbe71',
    year: 2025,
  },
  B24: {
    title: 'RTM_DEBUG refused to a guest with RTM',
    text: 'RTM_DEBUG was missing from the mask of DEBUGCTL bits since RTM was offered to guests. A guest that set the bit, as its CPUID allows, got #GP.',
    commit: '17ec2f965344',
    year: 2025,
  },
  B42: {
    title: 'DEBUGCTL not in the MSR index list',
    text: 'DEBUGCTL was not in the list of MSRs that a VMM saves. A guest that was migrated came back with recording off, for many years.',
    commit: '3700f0788da6',
    year: 2026,
  },
  U01: {
    title: 'The vLBR event goes before a CPU-pinned host event',
    text: 'The guest LBR event is placed before the shared LBR register is looked at. A CPU-pinned host event comes first by the order of perf and stays ACTIVE without a record.',
    year: 2023,
  },
  U02: {
    title: 'A vLBR event in ERROR stays there',
    text: 'perf puts a pinned event that does not fit into ERROR and does not try again, nor does KVM. A guest that once lost the LBRs reads zeros after the contender is gone.',
    year: 2023,
  },
  U08: {
    title: 'LBR MSRs not in the MSR index list',
    text: 'FROM, TO, INFO, TOS and LBR_SELECT are not in the list of MSRs that a VMM saves. A migrated guest finds DEBUGCTL.LBR set and its records gone.',
    year: 2026,
  },
  U09: {
    title: 'RSM gives L2 the DEBUGCTL of vmcs01',
    text: 'RSM out of an SMI that arrived in L2 copies DEBUGCTL of vmcs01 over that of L2. L2 then records, or not, as L1 once said.',
    year: 2022,
  },
  U15: {
    title: 'A draft masked PERF_CAPABILITIES after it was accepted',
    text: 'A draft masked LBR_FMT out of a value for PERF_CAPABILITIES that it had accepted before. What the VMM read was not what it had written.',
    year: 2021,
  },
  A01: {
    title: 'A draft took every multiple of 8 for DEPTH',
    text: 'A draft took every multiple of 8 for a depth, above 64 as well. The processor refuses such a value, and the write of KVM faults on the host.',
    year: 2021,
  },
  A04: {
    title: 'A draft refused 0 for listed MSRs',
    text: 'A draft listed MSRs of Arch LBR and refused the value 0 where the feature was off. A VMM that restores every listed MSR failed on a guest that does not have them.',
    year: 2022,
  },
  A06: {
    title: 'A freeze that clears bit 0 of the wrong register',
    text: 'The freeze on a PMI clears the recording bit, which is in DEBUGCTL or in LBR_CTL. A draft chose by the host and cleared bit 0 of a register in which it means nothing.',
    year: 2023,
  },
  A08: {
    title: 'DEBUGCTL.LBR kept on a CPU without it',
    text: 'On a CPU with Arch LBR, DEBUGCTL.LBR takes no value and reads 0. Xen crashed the guest that set it, until 2023; kept as written, it tells a guest of a recording that does not happen.',
    year: 2023,
  },
  '098f4c061ea1': {
    title: 'Legacy LBR on an Arch LBR host',
    text: 'KVM offered legacy LBRs on a host with Arch LBR and took its records for legacy ones. LBR_SELECT and TOS do not exist there.',
    commit: '098f4c061ea1',
    year: 2023,
  },
  '8a4351ac302c': {
    title: 'BTF takes LBR away',
    text: 'KVM forgives a guest that sets BTF, which it does not virtualize, by taking the bit out of the write. It took LBR out along with it, also for a guest that has LBRs.',
    commit: '8a4351ac302c',
    year: 2025,
  },
  e2ffe85b6d2b: {
    title: 'FREEZE_IN_SMM in vmcs12 fails the entry',
    text: 'The check of DEBUGCTL in vmcs12 refused FREEZE_IN_SMM, which KVM had let through before. A hypervisor in the guest that copies its own DEBUGCTL could not run its guests any more.',
    commit: 'e2ffe85b6d2b',
    year: 2026,
  },
};
