/** A message that people meet, or words that they use, and the rules that answer. */
interface Message {
  /** Heading on the page "Messages and what they mean". */
  readonly title: string;
  /** Below the page. */
  readonly anchor: string;
  /** What a reader types or pastes, in lower case. */
  readonly words: readonly string[];
  /** The answer first. */
  readonly rules: readonly string[];
}

/** What dmesg, QEMU, perf and guests say about LBRs, in the words that they use. */
export const messages: readonly Message[] = [
  {
    title: 'unchecked MSR access error: WRMSR to 0x1d9',
    anchor: 'unchecked-debugctl',
    words: [
      'unchecked msr access error',
      'unchecked msr',
      'wrmsr to 0x1d9',
      'native_write_msr',
      'intel_pmu_enable_bts',
      'bts',
      'branches:u',
      '0x3c0',
      '0x1c0',
      'b9181c8ef356',
      '0x1a0',
      'misc_enable',
    ],
    rules: ['LBR-DBG-24', 'LBR-DBG-20'],
  },
  {
    title: 'unchecked MSR access error: WRMSR to 0x680',
    anchor: 'unchecked-record',
    words: [
      'unchecked msr access error',
      'unchecked msr',
      'wrmsr to 0x680',
      'intel_pmu_lbr_reset',
      '0x680',
      '0x6c0',
      'perf record -b',
      'mythril',
    ],
    rules: ['LBR-MSR-20', 'LBR-MSR-21'],
  },
  {
    title: 'unhandled rdmsr: 0x1c9',
    anchor: 'unhandled-rdmsr',
    words: [
      'unhandled rdmsr',
      'unhandled wrmsr',
      'ignored rdmsr',
      'ignored wrmsr',
      'ignore_msrs',
      '0x1c9',
      '0x1c8',
      'bsod',
      'windows',
      'blue screen',
    ],
    rules: ['LBR-MSR-20', 'LBR-MSR-21'],
  },
  {
    title: 'MSR_IA32_DEBUGCTLMSR 0x1, nop',
    anchor: 'debugctl-nop',
    words: ['msr_ia32_debugctlmsr', 'nop', 'kvm_set_msr_common', 'debugctl nop', 'vmware', 'hyper-v', 'windows'],
    rules: ['LBR-DBG-20', 'LBR-DBG-23', 'LBR-DBG-24'],
  },
  {
    title: 'fail to passthrough LBR',
    anchor: 'fail-to-passthrough',
    words: ['fail to passthrough lbr', 'passthrough lbr', 'vcpu-', 'contention'],
    rules: ['LBR-MSR-1', 'LBR-MSR-2', 'LBR-LIV-1'],
  },
  {
    title: 'QEMU: lbr-fmt',
    anchor: 'lbr-fmt',
    words: ['lbr-fmt', 'lbr_fmt', 'lbr format', 'vpmu: the lbr-fmt', 'perf_capabilities', 'pmu=on', 'live migration'],
    rules: ['LBR-CAP-8', 'LBR-CAP-2', 'LBR-CAP-15'],
  },
  {
    title: 'LASTBRANCHFROMIP reads 0',
    anchor: 'lastbranch',
    words: [
      '0x1db',
      '0x1dc',
      '0x1dd',
      '0x1de',
      'lastbranch',
      'lastbranchfromip',
      'lastintfromip',
      'anti-vm',
      'vmaware',
    ],
    rules: ['LBR-MSR-23'],
  },
  {
    title: 'DEBUGCTL bits and their masks',
    anchor: 'bits',
    words: [
      'bit 15',
      '0x8000',
      'rtm',
      'rtm_debug',
      'bit 2',
      '0x4',
      'bus lock',
      'bus_lock_detect',
      'bit 11',
      '0x800',
      'bit 14',
      '0x4000',
      'freeze_on_smi',
      'freeze_in_smm',
      'bit 0',
      '0x1',
      'bit 1',
      '0x2',
      'btf',
    ],
    rules: ['LBR-DBG-21', 'LBR-DBG-22', 'LBR-DBG-23', 'LBR-DBG-2', 'LBR-DBG-20'],
  },
  {
    title: 'AMD and kvm-amd',
    anchor: 'amd',
    words: ['amd', 'svm', 'kvm-amd', 'lbrv', 'amd64_lbr_select', 'npf', 'exit_msr'],
    rules: [],
  },
];
