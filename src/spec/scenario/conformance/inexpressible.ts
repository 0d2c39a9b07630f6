/** Cases of the same tests that are not in the table, and why. */
export const inexpressible: Readonly<Record<string, string>> = {
  'KS-CT-02': 'It is about counters at 0x4c1 and 0xc1; the model has no counters.',
  'KS-VM-01': 'It is about the VMX capability MSRs; the model takes both debug controls for available.',
  'KS-DR-01': 'It single-steps and never touches DEBUGCTL.',
  'KS-MS-01': 'Its table of MSRs holds no DEBUGCTL, LBR or PERF_CAPABILITIES.',
  'KS-NL-01..04, KS-VL-01': 'They are about SVM, which is out of the contract.',
  'KUT-P-02': 'It reads PEBS records; the model has none. What is offered is in KUT-P-01.',
  'KUT-V-06, KUT-V-07': 'They are about DR7, which the model does not have.',
  'KUT-S-00..07, KUT-O-03': 'They are about SVM.',
  'KUT-O-01': 'DEBUGCTL is commented out of the table of MSRs.',
  'KUT-O-02': 'It covers single-stepping and bus locks, not BTF and not LBR.',
  'LIST-A-4': 'It is the second half of LIST-A-3 and is in that case.',
  'PERF-1..27': 'They look at samples of host perf; the protocol world judges what a sample may hold.',
  'BPF-1': 'It looks at a branch snapshot of host perf.',
  'QEMU-1, QEMU-2': 'QEMU rejects its own properties before it calls KVM.',
  'QEMU-9': 'It is about what QEMU does not call; KVM’s answer to the call depends on the index list.',
  'D-SV-1, D-SV-2, D-SV-6, D-SV-7': 'They are about SVM.',
};
