/** An MSR as readers search for it: by index, and by the names of the manual and of the kernel. */
interface MsrKeys {
  readonly keys: readonly string[];
  /** What a rule says that speaks of it. */
  readonly said: RegExp;
}

const RECORDS = /\b(?:LBR MSRs?|records?)\b/;

const MSRS: readonly MsrKeys[] = [
  { keys: ['0x1d9', 'ia32_debugctl', 'msr_ia32_debugctlmsr', 'debugctl'], said: /DEBUGCTL/ },
  { keys: ['0x1c8', 'msr_lbr_select', 'lbr_select'], said: /LBR_SELECT/ },
  { keys: ['0x1c9', 'msr_lbr_tos', 'lbr_tos'], said: /\bTOS\b/ },
  { keys: ['0x345', 'ia32_perf_capabilities', 'perf_capabilities'], said: /PERF_CAPABILITIES|LBR_FMT/ },
  { keys: ['0x14ce', 'ia32_lbr_ctl', 'msr_arch_lbr_ctl', 'lbr_ctl'], said: /LBR_CTL/ },
  { keys: ['0x14cf', 'ia32_lbr_depth', 'msr_arch_lbr_depth', 'lbr_depth'], said: /\b(?:LBR_)?DEPTH\b/ },
  { keys: ['0xda0', 'ia32_xss', 'msr_ia32_xss'], said: /\bXSS\b|XSAVES/ },
  { keys: ['0x680', 'msr_lbr_nhm_from', 'lbr_from', '0x6c0', 'msr_lbr_nhm_to', 'lbr_to'], said: RECORDS },
  { keys: ['0xdc0', 'msr_lbr_info_0', 'lbr_info'], said: RECORDS },
  { keys: ['0x1500', 'msr_arch_lbr_from_0', '0x1600', 'msr_arch_lbr_to_0'], said: /Arch LBR[^.]*records?/ },
  { keys: ['0x1200', 'msr_arch_lbr_info_0', 'ia32_lbr_x_info'], said: /Arch LBR[^.]*records?/ },
];

/** Indices and names of the MSRs that a text speaks of, in lower case. */
export function msrKeys(text: string): string[] {
  return MSRS.filter(({ said }) => said.test(text)).flatMap(({ keys }) => keys);
}
