import type { RunView } from '@spec/scenario/run-view.ts';

interface Summary {
  /** The action that decides; a run in which another one does has another summary. */
  readonly at: string;
  readonly text: string;
}

/** What happens in the shortest violations that cross a security boundary or surprise most, one sentence each. */
const SUMMARIES: Readonly<Record<string, Summary>> = {
  'LBR-OWN-3': {
    at: 'kvm.handle_exit',
    text: 'A pinned host event has the LBRs, the guest sets DEBUGCTL.LBR, and KVM creates vLBR: perf makes it ACTIVE beside the host’s event, and from then on the host’s event is ACTIVE without recording.',
  },
  'LBR-OWN-4': {
    at: 'kvm.handle_exit',
    text: 'A CPU-pinned host event has the LBRs and should keep them; KVM creates vLBR, and perf schedules it without looking for a conflict.',
  },
  'LBR-OWN-6': {
    at: 'vmm.read_lbr',
    text: 'Another thread of the VMM reads an LBR MSR by ioctl, so vLBR is bound to that thread; KVM later sees it ACTIVE and enters the guest as if the vCPU’s own thread had it.',
  },
  'LBR-MSR-1': {
    at: 'vmm.read_lbr',
    text: 'vLBR is ACTIVE, but for another thread of the VMM; KVM checks only the state and lets the guest read the LBRs.',
  },
  'LBR-MSR-2': {
    at: 'vmm.read_lbr',
    text: 'vLBR is ACTIVE, but for another thread of the VMM; KVM checks only the state and lets the guest write the LBRs.',
  },
  'LBR-ENT-2': {
    at: 'kvm.enter_guest',
    text: 'VM-entry does not load LBR_CTL, so the host’s recording goes on inside the guest.',
  },
  'LBR-ISO-5': {
    at: 'kvm.enter_guest',
    text: 'VM-entry does not load LBR_CTL, so the guest’s branches land in the host’s records, and the next sample can show them although the event excludes guests.',
  },
  'LBR-CTX-2': {
    at: 'kvm.handle_exit',
    text: 'The host has recorded branches; the guest sets DEBUGCTL.LBR, KVM creates vLBR, and perf does not reset the LBRs, as the host’s event already uses them: the new owner finds the host’s records.',
  },
  'LBR-CTX-3': {
    at: 'kvm.serve_requests',
    text: 'The guest has not touched its LBRs for a while; KVM releases vLBR and with it the guest’s records, which the guest can still read afterwards.',
  },
  'LBR-CTX-4': {
    at: 'perf.open',
    text: 'A host event with the same counter takes the LBRs away, and nobody saves the guest’s records.',
  },
  'LBR-ISO-1': {
    at: 'kvm.handle_exit',
    text: 'Host perf records; the guest reads an LBR MSR; KVM creates vLBR; nobody resets the LBRs, as a host event already uses them; RDMSR gives the guest a host record.',
  },
  'LBR-ISO-2': {
    at: 'kvm.handle_exit',
    text: 'A host event has set LBR_SELECT; KVM creates vLBR beside it without a reset, and the guest reads the host’s filter.',
  },
  'LBR-ISO-3': {
    at: 'kvm.handle_exit',
    text: 'The host’s branches have moved the top of stack; KVM creates vLBR without a reset, and the guest reads the host’s TOS.',
  },
  'LBR-ISO-4': {
    at: 'kvm.handle_exit',
    text: 'One VM’s branches have moved the top of stack; the next VM gets the LBRs, the reset clears the records but not TOS, and its guest reads what the other one left.',
  },
  'LBR-ISO-9': {
    at: 'kvm.handle_exit',
    text: 'A VM is destroyed; its branches have moved the top of stack, no reset clears TOS, and the guest of a later VM reads it.',
  },
  'LBR-ARCH-2': {
    at: 'kvm.enter_guest',
    text: 'VM-entry does not load LBR_CTL: a host event that excludes guests records them.',
  },
};

/** The sentence for a run, where somebody wrote one that fits it. */
export function summaryOf({ scenario, steps, departure }: RunView): string | undefined {
  const summary = SUMMARIES[scenario.violates ?? ''];
  return summary !== undefined && departure !== undefined && steps[departure.step]?.op === summary.at
    ? summary.text
    : undefined;
}
