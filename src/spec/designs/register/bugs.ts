/** A bug of the public record that lives in the register world. */
export interface RegisterBug {
  readonly title: string;
  /** The commit that ended it; absent where nothing did. */
  readonly commit?: string;
  /** Year of the fix, or of the report where there is no fix. */
  readonly year: number;
}

/** By the key that mutants name. */
export const registerBugs: Readonly<Record<string, RegisterBug>> = {
  B01: { title: 'Success of the event creation taken for failure', commit: '67b45af946ec', year: 2021 },
  B03: { title: 'vPMU not rebuilt after a write of PERF_CAPABILITIES', commit: '17a024a8b9f0', year: 2022 },
  B04: { title: 'LBR_FMT offered where perf found no LBRs', commit: '145dfad998ea', year: 2022 },
  B06: { title: 'Guest CPUID asked for DEBUGCTL writes of the VMM', commit: 'b333b8ebb85d', year: 2022 },
  B07: { title: 'LBR stays on after the vPMU is gone', commit: '957d0f70e97b', year: 2023 },
  B09: { title: 'Adaptive PEBS shows host records to the guest', commit: '9e985cbf2942', year: 2024 },
  B10: { title: 'LBR_FMT offered without call-stack mode', commit: 'bb9dc859086d', year: 2024 },
  B12: { title: 'vPMU on hybrid hosts', commit: '4d7404e5ee00', year: 2023 },
  B13: { title: 'PERF_CAPABILITIES taken without PDCM', commit: 'd75cac366f44', year: 2024 },
  B14: { title: 'PERF_CAPABILITIES refused before leaf 0xA', commit: 'a1039111192b', year: 2024 },
  B20: { title: 'FREEZE_IN_SMM of the host lost in the guest', commit: '6b1dd26544d0', year: 2025 },
  B22: { title: 'DEBUGCTL of vmcs12 not checked', commit: '095686e6fcb4', year: 2025 },
  B23: { title: 'FREEZE_IN_SMM of the host would show in a raw read', commit: '7d0cce6cbe71', year: 2025 },
  B24: { title: 'RTM_DEBUG refused to a guest with RTM', commit: '17ec2f965344', year: 2025 },
  B42: { title: 'DEBUGCTL not in the MSR index list', commit: '3700f0788da6', year: 2026 },
  U01: { title: 'The vLBR event goes before a CPU-pinned host event', year: 2023 },
  U02: { title: 'A vLBR event in ERROR stays there', year: 2023 },
  U08: { title: 'LBR MSRs not in the MSR index list', year: 2026 },
  U09: { title: 'RSM gives L2 the DEBUGCTL of vmcs01', year: 2022 },
  U15: { title: 'A draft masked PERF_CAPABILITIES after it was accepted', year: 2021 },
  A01: { title: 'A draft took every multiple of 8 for DEPTH', year: 2021 },
  A04: { title: 'A draft refused 0 for listed MSRs', year: 2022 },
  A06: { title: 'A freeze that clears bit 0 of the wrong register', year: 2023 },
  A08: { title: 'DEBUGCTL.LBR kept on a CPU without it', year: 2023 },
  '098f4c061ea1': { title: 'Legacy LBR on an Arch LBR host', commit: '098f4c061ea1', year: 2023 },
  '8a4351ac302c': { title: 'BTF takes LBR away', commit: '8a4351ac302c', year: 2025 },
  e2ffe85b6d2b: { title: 'FREEZE_IN_SMM in vmcs12 fails the entry', commit: 'e2ffe85b6d2b', year: 2026 },
};
