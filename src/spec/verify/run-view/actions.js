const vcpu = (args) => `vCPU ${args.vcpu}`;
const cpu = (args) => `pCPU ${args.cpu}`;
const perf = (args) => `perf event ${args.event}`;
const kvm = (label) => ({ lane: 'kvm', actor: vcpu, label });
const guest = (label) => ({ lane: 'guest', actor: (args) => `guest ${args.vcpu}`, label });
const host = (label) => ({ lane: 'host', actor: cpu, label });
/** The words for every action of the protocol world. */
export const ACTION_TEXTS = {
    'guest.branch': guest('executes a branch, which is recorded'),
    'guest.exit': guest('exits for a reason that has nothing to do with LBRs'),
    'guest.enable_lbr': guest('turns recording on: WRMSR traps'),
    'guest.disable_lbr': guest('turns recording off: WRMSR traps'),
    'guest.read_lbr': guest('reads its LBR MSRs'),
    'guest.write_select': guest('writes LBR_SELECT'),
    'guest.pebs_record': guest('has PEBS store a record with branches'),
    'kvm.run': kvm('KVM_RUN: the vCPU is loaded'),
    'kvm.exit_to_vmm': kvm('KVM_RUN returns to the VMM'),
    'kvm.serve_requests': kvm('KVM serves its PMU request'),
    'kvm.disable_irqs': kvm('KVM disables IRQs for VM-entry'),
    'kvm.snapshot_debugctl': kvm('KVM takes its snapshot of the host DEBUGCTL'),
    'kvm.decide_passthrough': kvm('KVM decides whether LBR MSR accesses pass through'),
    'kvm.enter_guest': kvm('VM-entry'),
    'kvm.restore_debugctl': kvm('KVM restores the host DEBUGCTL'),
    'kvm.enable_irqs': kvm('KVM enables IRQs'),
    'kvm.handle_exit': kvm('KVM handles the exit'),
    'kvm.access_lbr_msr': kvm('KVM emulates the LBR MSR access'),
    'kvm.finish_lbr_msr': kvm('KVM touches the LBR MSR'),
    'perf.open': { lane: 'perf', actor: perf, label: 'is opened' },
    'perf.close': { lane: 'perf', actor: perf, label: 'is closed' },
    'perf.disable': { lane: 'perf', actor: perf, label: 'is disabled' },
    'perf.enable': { lane: 'perf', actor: perf, label: 'is enabled' },
    'perf.rotate': { lane: 'interrupt', actor: cpu, label: 'the multiplexing timer rotates flexible events' },
    'nmi.sample': { lane: 'interrupt', actor: perf, label: 'PMI: the handler takes a sample' },
    'nmi.pebs_record': { lane: 'interrupt', actor: perf, label: 'PEBS stores a record with branches' },
    'admin.toggle_freeze_on_smi': { lane: 'interrupt', actor: cpu, label: 'IPI: freeze_on_smi is toggled' },
    'sched.switch': host('switches to another task'),
    'host.branch': host('executes a branch, which is recorded'),
    'vmm.read_lbr': {
        lane: 'host',
        actor: (args) => `thread ${args.task}`,
        label: 'reads the LBR MSRs of the vCPU by ioctl',
    },
};
/** The words for an action; an action without words reads as its own name. */
export function actionText(name) {
    return (ACTION_TEXTS[name] ?? {
        lane: name.startsWith('kvm')
            ? 'kvm'
            : name.startsWith('guest')
                ? 'guest'
                : name.startsWith('nmi')
                    ? 'interrupt'
                    : 'host',
        actor: (args) => (args.vcpu !== undefined ? vcpu(args) : args.event !== undefined ? perf(args) : cpu(args)),
        label: name.replace(/^[^.]*\./, '').replaceAll('_', ' '),
    });
}
