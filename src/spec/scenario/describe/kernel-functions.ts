import type { ActionArgs } from '../../kit/model.ts';
import type { ProtocolSettings } from '../../switches/protocol.ts';
import type { Change } from '../run-view.ts';

/** What the functions of a step depend on beside the action itself. */
interface StepContext {
  readonly settings: ProtocolSettings;
  /** What the vCPU trapped on, in words: `read LBR MSR`. */
  readonly trap: string;
  readonly changes: readonly Change[];
}

type Functions = (context: StepContext, args: ActionArgs) => readonly string[];

const always =
  (...functions: string[]): Functions =>
  () =>
    functions;

const ACCESS = 'intel_pmu_handle_lbr_msrs_access()';
const RESCHEDULE = ['__perf_install_in_context()', 'ctx_resched()'];

/**
 * The kernel functions behind an action of the protocol world, outermost first, as perf (kernel/events/core.c,
 * arch/x86/events/intel) and KVM (arch/x86/kvm) name them in 6.1 to 7.3. For a design that is a proposal these are the
 * functions that it changes.
 */
const FUNCTIONS: Readonly<Record<string, Functions>> = {
  'perf.open': (context) => [...RESCHEDULE, ...added(context)],
  'perf.close': always('perf_event_release_kernel()', '__perf_remove_from_context()', 'intel_pmu_lbr_del()'),
  'perf.disable': always('__perf_event_disable()', 'intel_pmu_lbr_del()'),
  'perf.enable': (context) => ['__perf_event_enable()', 'ctx_resched()', ...added(context)],
  'perf.rotate': always('perf_mux_hrtimer_handler()', 'perf_rotate_context()'),
  'nmi.sample_guest': ({ settings }) => [
    ...(settings.exitNmi === 'before-restore'
      ? ['vmx_vcpu_run()', 'vmx_vcpu_enter_exit()']
      : ['vmx_handle_exit_irqoff()', 'handle_exception_nmi_irqoff()']),
    'intel_pmu_handle_irq()',
    'intel_pmu_lbr_read()',
  ],
  'nmi.pebs_record': always('intel_pmu_handle_irq()', 'intel_pmu_drain_pebs_icl()'),
  'nmi.sample': always('intel_pmu_handle_irq()', 'intel_pmu_lbr_read()'),
  'admin.toggle_freeze_on_smi': always('freeze_on_smi_store()', 'flip_smm_bit()'),
  'sched.switch': always('__perf_event_task_sched_out()', '__perf_event_task_sched_in()', 'intel_pmu_lbr_sched_task()'),
  'vmm.read_lbr': (context) => ['do_get_msr()', 'intel_pmu_get_msr()', ACCESS, ...created(context)],
  'vmm.set_debugctl': always('do_set_msr()', 'vmx_set_msr()'),
  'vmm.destroy_vm': always('kvm_arch_vcpu_destroy()', 'kvm_pmu_destroy()', 'intel_pmu_release_guest_lbr_event()'),
  'kvm.run': always('kvm_arch_vcpu_ioctl_run()', 'vmx_vcpu_load()'),
  'kvm.exit_to_vmm': always('kvm_arch_vcpu_ioctl_run()', 'kvm_arch_vcpu_put()'),
  'kvm.serve_requests': always('vcpu_enter_guest()', 'kvm_pmu_handle_event()', 'intel_pmu_cleanup()'),
  'kvm.disable_irqs': always('vcpu_enter_guest()'),
  'kvm.cancel_entry': always('vcpu_enter_guest()', 'kvm_vcpu_exit_request()'),
  'kvm.load_mediated': always('vcpu_enter_guest()', 'kvm_mediated_pmu_load()', 'perf_load_guest_context()'),
  'kvm.put_mediated': always('vcpu_enter_guest()', 'kvm_mediated_pmu_put()', 'perf_put_guest_context()'),
  'kvm.reenter_guest': always('vcpu_enter_guest()'),
  'kvm.snapshot_debugctl': ({ settings }) =>
    settings.debugctlSnapshot === 'irqs-off' ? ['vcpu_enter_guest()', 'get_debugctlmsr()'] : ['vcpu_enter_guest()'],
  'kvm.decide_passthrough': always('vmx_vcpu_run()', 'vmx_passthrough_lbr_msrs()'),
  'kvm.enter_guest': always('vmx_vcpu_run()', 'vmx_vcpu_enter_exit()'),
  'kvm.restore_debugctl': always('vmx_vcpu_run()', 'update_debugctlmsr()'),
  'kvm.enable_irqs': always('vcpu_enter_guest()', 'vmx_handle_exit_irqoff()'),
  'kvm.handle_exit': (context) => ['vmx_handle_exit()', ...handlerOf(context), ...created(context)],
  'kvm.handle_exit_without_event': (context) => [
    'vmx_handle_exit()',
    ...handlerOf(context),
    'intel_pmu_create_guest_lbr_event()',
  ],
  'kvm.access_lbr_msr': always(ACCESS),
  'kvm.finish_lbr_msr': always(ACCESS),
};

/** The kernel functions that an action runs through; none for what the hardware or the guest does. */
export function kernelFunctions(op: string, args: ActionArgs, context: StepContext): readonly string[] {
  return FUNCTIONS[op]?.(context, args) ?? [];
}

/** perf adds an LBR event where its scheduler makes one ACTIVE. */
const added = ({ changes }: StepContext): string[] =>
  changes.some(({ what, to }) => what.startsWith('event ') && to === 'active') ? ['intel_pmu_lbr_add()'] : [];

/** KVM creates the guest LBR event at the first access. */
const created = (context: StepContext): string[] =>
  context.changes.some(({ what, from }) => what.startsWith('event vLBR') && !what.includes('bound') && from === 'none')
    ? ['intel_pmu_create_guest_lbr_event()', ...added(context)]
    : [];

function handlerOf({ trap }: StepContext): string[] {
  switch (trap) {
    case 'read LBR MSR':
      return ['kvm_emulate_rdmsr()', ACCESS];
    case 'write LBR_SELECT':
    case 'write LBR_DEPTH':
      return ['kvm_emulate_wrmsr()', ACCESS];
    case 'recording on':
    case 'recording off':
      return ['kvm_emulate_wrmsr()', 'vmx_set_msr()'];
    case 'enter L2 with recording on':
      return ['nested_vmx_run()', 'nested_vmx_enter_non_root_mode()'];
    default:
      return [];
  }
}
