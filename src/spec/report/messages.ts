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

/** One bit of DEBUGCTL, by number, mask and name; all stand in one table of the page. */
const bit = (name: string, words: readonly string[], rules: readonly string[]): readonly Message[] => [
  { title: `DEBUGCTL bits and their masks: ${name}`, anchor: 'bits', words, rules },
];

/** What dmesg, QEMU, perf and guests say about LBRs, in the words that they use. */
export const messages: readonly Message[] = [
  {
    title: "A leak of somebody else's records",
    anchor: 'leak',
    words: ['leak', 'leaks', 'leaked', 'information leak', 'kernel addresses', 'kaslr'],
    rules: ['LBR-ISO-1', 'LBR-ISO-4', 'LBR-ISO-5', 'LBR-MSR-29'],
  },
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
    words: [
      'lbr-fmt',
      'lbr_fmt',
      'lbr format',
      'vpmu: the lbr-fmt',
      'perf_capabilities',
      'pmu=on',
      'bpf_get_branch_snapshot',
      'live migration',
    ],
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
      'last branch',
    ],
    rules: ['LBR-MSR-23'],
  },
  ...bit('Bit 15', ['bit 15', '0x8000', 'rtm', 'rtm_debug'], ['LBR-DBG-21']),
  ...bit('Bit 2', ['bit 2', '0x4', 'bus lock', 'bus_lock_detect'], ['LBR-DBG-22', 'LBR-DBG-26']),
  ...bit('Bit 11', ['bit 11', '0x800', '0x801', 'freeze_lbrs_on_pmi'], ['LBR-DBG-23', 'LBR-DBG-4']),
  ...bit('Bit 14', ['bit 14', '0x4000', 'freeze_on_smi', 'freeze_in_smm'], ['LBR-DBG-2', 'LBR-DBG-24', 'LBR-DBG-30']),
  ...bit('Bits 0 and 1', ['bit 0', '0x1', 'bit 1', '0x2', 'btf', 'single-step'], ['LBR-DBG-20']),
  {
    title: 'A guest is refused a bit: msr_write 1d9 = ... (#GP)',
    anchor: 'refused-bit',
    words: ['msr_write 1d9', '(#gp)', '#gp', 'credential guard'],
    rules: ['LBR-DBG-24', 'LBR-DBG-21', 'LBR-DBG-22'],
  },
  {
    title: 'kvm_entry, kvm_exit and kvm_msr in a trace',
    anchor: 'trace',
    words: [
      'kvm_entry',
      'kvm_exit',
      'kvm_msr',
      'kvm:kvm_msr',
      'write_msr',
      'trace-cmd',
      'perf script',
      'perf trace',
      'firecracker',
    ],
    rules: ['LBR-DBG-2', 'LBR-MSR-20', 'LBR-ENT-4'],
  },
  {
    title: 'LBR_SELECT that siblings share',
    anchor: 'shared-select',
    words: [
      'lbr_select',
      'msr_lbr_select',
      'siblings',
      'hyper-threads',
      'per physical core',
      'goldmont',
      'silvermont',
      'nehalem',
    ],
    rules: ['LBR-ISO-2', 'LBR-ISO-4', 'LBR-CTX-6'],
  },
  {
    title: 'Depths of Arch LBR in CPUID 0x1C',
    anchor: 'depth',
    words: ['cpuid 0x1c', '0x1c', 'lbr depth', 'depth mask', 'fewer lbrs', 'kvm_set_cpuid2'],
    rules: ['LBR-ARCH-25', 'LBR-ARCH-36'],
  },
  {
    title: 'FREEZE_IN_SMM in vmcs12',
    anchor: 'vmcs12-smm',
    words: ['kvm_x86_quirk_vmcs12_allow_freeze_in_smm', 'vmcs12', 'nested vm-entry fails'],
    rules: ['LBR-NEST-8', 'LBR-NEST-4'],
  },
  {
    title: 'AMD and kvm-amd',
    anchor: 'amd',
    words: [
      'amd',
      'svm',
      'kvm-amd',
      'kvm: svm',
      'lbrv',
      'amd64_lbr_select',
      'npf',
      'exit_npf',
      'exit_msr',
      'exit_cpuid',
      'zen',
    ],
    rules: [],
  },
];
