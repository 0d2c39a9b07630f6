/** In perf's order of priority. */
export const PRIORITIES = ['cpu-pinned', 'task-pinned', 'cpu-flexible', 'task-flexible'];
export const FEATURES = {
  pmi: 'PMIs of host LBR events, which arrive as NMIs anywhere on the host',
  'freeze-on-smi': 'the administrator toggles freeze_on_smi, which reaches each CPU by IPI',
  'other-thread': 'a plain task of the VMM reads LBR MSRs of a vCPU by ioctl',
  'guest-writes': 'the guest writes LBR_SELECT',
  'guest-pebs': 'the guest uses PEBS, which stores records without a look at the MSR bitmap',
  'preempt-emulation': 'a vCPU thread is preempted also while KVM emulates an LBR MSR access',
};
