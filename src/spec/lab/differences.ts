/** Why a kernel does not show what the model of its series says: differences that stand. */
import type { LabEntry } from './results.ts';

interface Difference {
  /** Series of the kernel. */
  readonly kernel: string;
  readonly rules: readonly string[];
  /** Switches with which the series' design keeps the rules as the kernel does, where the model has such. */
  readonly switches?: Readonly<Record<string, string>>;
  readonly why: string;
}

const FIXES_OF_2025 = '6.1.y carries the DEBUGCTL fixes of 2025, and v6.2 does not:';

export const DIFFERENCES: readonly Difference[] = [
  {
    kernel: '6.1',
    rules: ['LBR-CTX-1', 'LBR-CTX-9', 'LBR-DBG-1', 'LBR-DBG-2', 'LBR-DBG-4', 'LBR-ENT-3', 'LBR-ENT-4'],
    switches: { debugctlSnapshot: 'irqs-off' },
    why: `${FIXES_OF_2025} vcpu_enter_guest() takes the host’s value with IRQs off.`,
  },
  {
    kernel: '6.1',
    rules: ['LBR-DBG-3'],
    switches: { freezeInSmmInGuest: 'host-value' },
    why: `${FIXES_OF_2025} vmx_guest_debugctl_write() keeps the host’s FREEZE_IN_SMM in the guest.`,
  },
  {
    kernel: '6.1',
    rules: ['LBR-DBG-29'],
    switches: { freezeInSmm: 'host-owned' },
    why: `${FIXES_OF_2025} vmx_guest_debugctl_write() keeps the host’s FREEZE_IN_SMM in the guest.`,
  },
  {
    kernel: '6.1',
    rules: ['LBR-DBG-25', 'LBR-DBG-26'],
    switches: { debugctlSquash: 'unsupported-bits' },
    why: '6.1.y masks a write with vmx_get_supported_debugctl(): BTF goes and LBR stays. In v6.2 both go.',
  },
  {
    kernel: '6.1',
    rules: ['LBR-DBG-31', 'LBR-NEST-1', 'LBR-NEST-8'],
    why: 'In 6.1.y prepare_vmcs02() masks the DEBUGCTL of the vmcs12 with vmx_get_supported_debugctl(). v6.2 takes it as it is.',
  },
  {
    kernel: '6.1',
    rules: ['LBR-CAP-2', 'LBR-CAP-15', 'LBR-MSR-31'],
    switches: { archHostLegacyFmt: 'hidden' },
    why: 'In 6.1.y vmx_get_perf_capabilities() offers no LBR format on a host with Arch LBR, so these accesses fault. v6.2 offers the legacy one.',
  },
  {
    kernel: '6.12',
    rules: ['LBR-CTX-1'],
    why: 'perf resets the registers as the thread arrives, where 7.3 puts the image back. As the thread leaves, perf marks the image as lost: lbr_stack_state is a word in memory, so no access to an MSR shows it. The log has the 29 records at the guest’s last exit, and the reset.',
  },
];

/** Why an entry is not what the model says; undefined where it is, and for a control. */
export function whyDifferent(
  { rule, outcome, control }: Pick<LabEntry, 'rule' | 'outcome' | 'control'>,
  series: string | undefined,
): string | undefined {
  if (outcome !== 'not-seen' || control === true) return undefined;
  return DIFFERENCES.find(({ kernel, rules }) => kernel === series && rules.includes(rule))?.why;
}
