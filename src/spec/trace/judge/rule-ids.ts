/** The rule that each judgement is about. A test holds these against the rules of the contract. */
export const RULES = {
  /** LBR MSRs exist for a guest only where LBR is exposed to it. */
  lbrMsrsExist: 'LBR-MSR-20',
  /** PERF_CAPABILITIES is never writable by a guest. */
  perfCapabilitiesWrite: 'LBR-CAP-7',
  /** Which DEBUGCTL bits a guest write may set, which are ignored, which fault. */
  debugctlWrite: 'LBR-DBG-20',
  /** RDMSR of DEBUGCTL returns the last accepted write under the supported mask. */
  debugctlRead: 'LBR-DBG-21',
} as const;
