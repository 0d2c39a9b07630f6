import type { ActionArgs } from '../../kit/model.ts';
import type { Lane } from '../run-view.ts';

/** How an action of the protocol world reads: who does it, what, and in which lane it is drawn. */
interface Phrase {
  readonly lane: Lane;
  readonly actor: (args: ActionArgs) => string;
  readonly label: (args: ActionArgs) => string;
}

const say = (lane: Lane, actor: Phrase['actor'], label: string | Phrase['label']): Phrase => ({
  lane,
  actor,
  label: typeof label === 'string' ? () => label : label,
});

const guest = ({ vcpu }: ActionArgs): string => `guest ${vcpu}`;
const kvm = ({ vcpu }: ActionArgs): string => `KVM, vCPU ${vcpu}`;
const perf = (): string => 'perf';
const onCpu =
  (who: string) =>
  ({ cpu }: ActionArgs): string =>
    `${who} on CPU ${cpu}`;
const pmi = ({ event }: ActionArgs): string => `PMI of ${event}`;

const PHRASES: Readonly<Record<string, Phrase>> = {
  'perf.open': say('perf', perf, ({ event }) => `opens the LBR event "${event}"`),
  'perf.close': say('perf', perf, ({ event }) => `closes the LBR event "${event}"`),
  'perf.disable': say('perf', perf, ({ event }) => `disables the LBR event "${event}"`),
  'perf.enable': say('perf', perf, ({ event }) => `enables the LBR event "${event}"`),
  'perf.rotate': say('perf', onCpu('perf'), 'rotates the flexible events'),
  'nmi.sample': say('interrupt', pmi, 'takes a sample'),
  'nmi.sample_guest': say('interrupt', pmi, 'takes the sample of the NMI that ended the guest'),
  'nmi.pebs_record': say('interrupt', pmi, 'finds a PEBS record that the hardware stored'),
  'admin.toggle_freeze_on_smi': say(
    'interrupt',
    onCpu('IPI'),
    'changes DEBUGCTL.FREEZE_IN_SMM as the administrator asked',
  ),
  'host.branch': say('host', onCpu('host'), 'executes a branch'),
  'sched.switch': say(
    'host',
    onCpu('scheduler'),
    ({ task }) => `switches to ${task === 'idle' ? 'the idle task' : `task ${task}`}`,
  ),
  'vmm.read_lbr': say(
    'host',
    ({ task }) => `VMM thread ${task}`,
    ({ vcpu }) => `reads LBR MSRs of vCPU ${vcpu} by ioctl`,
  ),
  'vmm.set_debugctl': say('host', ({ vcpu }) => `VMM of vCPU ${vcpu}`, 'sets DEBUGCTL.LBR by ioctl'),
  'guest.branch': say('guest', guest, 'executes a branch'),
  'guest.exit': say('guest', guest, 'exits for a reason that has nothing to do with LBRs'),
  'guest.enable_lbr': say('guest', guest, 'writes DEBUGCTL.LBR = 1'),
  'guest.disable_lbr': say('guest', guest, 'writes DEBUGCTL.LBR = 0'),
  'guest.read_lbr': say('guest', guest, 'reads its LBR MSRs'),
  'guest.write_select': say('guest', guest, 'writes LBR_SELECT'),
  'guest.enter_l2': say('guest', guest, 'enters L2 with DEBUGCTL.LBR set in vmcs12'),
  'guest.exit_by_nmi': say('guest', guest, ({ event }) => `is interrupted by a PMI of "${event}"`),
  'guest.xsaves_lbr': say('guest', guest, 'saves its LBRs with XSAVES'),
  'guest.xrstors_lbr': say('guest', guest, 'loads LBRs of its own making with XRSTORS'),
  'guest.pebs_record': say('guest', guest, 'triggers a PEBS record'),
  'kvm.run': say('kvm', kvm, 'enters KVM_RUN and loads the vCPU'),
  'kvm.exit_to_vmm': say('kvm', kvm, 'returns to the VMM'),
  'kvm.serve_requests': say('kvm', kvm, 'handles KVM_REQ_PMU'),
  'kvm.disable_irqs': say('kvm', kvm, 'disables IRQs for VM-entry'),
  'kvm.snapshot_debugctl': say('kvm', kvm, 'reaches the DEBUGCTL snapshot'),
  'kvm.decide_passthrough': say('kvm', kvm, 'decides whether LBR MSRs are intercepted'),
  'kvm.enter_guest': say('kvm', kvm, 'enters the guest'),
  'kvm.restore_debugctl': say('kvm', kvm, 'restores the host’s DEBUGCTL after VM-exit'),
  'kvm.enable_irqs': say('kvm', kvm, 'enables IRQs'),
  'kvm.handle_exit': say('kvm', kvm, 'handles the VM-exit'),
  'kvm.handle_exit_without_event': say('kvm', kvm, 'sets DEBUGCTL.LBR, and perf refuses the guest LBR event'),
  'kvm.access_lbr_msr': say('kvm', kvm, 'accesses the LBR MSR for the guest'),
  'kvm.finish_lbr_msr': say('kvm', kvm, 'accesses the LBR MSR that it checked before'),
};

/** Actors by the first part of an action's name, for actions that have no phrase of their own. */
const LANES: Readonly<Record<string, Lane>> = { perf: 'perf', nmi: 'interrupt', kvm: 'kvm', guest: 'guest' };

/** The phrase of an action; one that is made from its name where nobody wrote one. */
export function phraseOf(op: string): Phrase {
  const known = PHRASES[op];
  if (known !== undefined) return known;
  const [actor = '', verb = op] = op.split('.');
  const who = ({ vcpu, cpu }: ActionArgs): string =>
    vcpu !== undefined ? `${actor} ${vcpu}` : cpu !== undefined ? `${actor} on CPU ${cpu}` : actor;
  return say(LANES[actor] ?? 'host', who, verb.replaceAll('_', ' '));
}
