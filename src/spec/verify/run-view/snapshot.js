import { guestOwner, hostOwns, inGuest, irqsOn } from '../../model/protocol/observe.ts';
import { FILTER_NAMES, guestTag, Tag } from '../../model/protocol/tags.ts';
import { EventState } from '../../model/protocol/world.ts';
/** Everybody who can execute a branch, by the tag of their records. */
export function executorsOf(m) {
    const guests = [...new Set(m.vmOfVcpu)].map((vm) => {
        const names = m.vmOfVcpu.flatMap((of, vcpu) => (of === vm ? [nameOfVcpu(m, vcpu)] : []));
        return [guestTag(vm), { name: `guest ${names.join(', ')}`, letter: names[0], kind: 'guest' }];
    });
    const plain = m.instance.tasks.filter((task) => task.kind === 'plain').map(({ name }) => name);
    return new Map([
        [Tag.host, { name: 'host kernel and VMM', letter: 'h', kind: 'host-kernel' }],
        ...(plain.length > 0
            ? [[Tag.task, { name: `task ${plain.join(', ')}`, letter: 't', kind: 'host-task' }]]
            : []),
        ...guests,
    ]);
}
export function nameOfVcpu(m, vcpu) {
    return m.instance.tasks[m.taskOfVcpu[vcpu] - 1].name;
}
/** What a reader wants to see of one pCPU. */
export function snapshotOf(m, w, cpu) {
    const hw = w.cpus[cpu];
    const guest = inGuest(m, w, cpu);
    const executors = executorsOf(m);
    const bits = [
        ...(hw.recording === 1 ? [m.instance.flavour === 'legacy' ? 'LBR' : 'LBREn'] : []),
        ...(hw.freezeLbrsOnPmi === 1 ? ['FREEZE_LBRS_ON_PMI'] : []),
        ...(hw.freezeInSmm === 1 ? ['FREEZE_IN_SMM'] : []),
    ];
    return {
        cpu,
        running: hw.current === 0 ? 'idle' : taskName(m, hw.current),
        mode: guest ? 'guest' : 'host',
        context: 'task',
        irqs: guest || irqsOn(m, w, cpu) ? 'on' : 'off',
        owner: ownerName(m, w, cpu),
        debugctl: bits,
        select: FILTER_NAMES[hw.select],
        ring: hw.ring.map((tag) => {
            const executor = executors.get(tag);
            return executor === undefined ? null : { who: executor.name, letter: executor.letter, kind: executor.kind };
        }),
    };
}
function taskName(m, task) {
    const { name } = m.instance.tasks[task - 1];
    return m.vcpuOfTask[task] >= 0 ? `vCPU thread ${name}` : `task ${name}`;
}
/** By the events that are ACTIVE: the guest, host events, or both at once. */
function ownerName(m, w, cpu) {
    const vcpu = guestOwner(m, w, cpu);
    const guest = vcpu < 0 ? [] : [`guest ${nameOfVcpu(m, vcpu)}`];
    const host = hostOwns(m, w, cpu)
        ? m.events
            .filter((event) => event.vcpu < 0 && w.events[event.index].state === EventState.active)
            .map(({ name }) => name)
        : [];
    return [...guest, ...host].join(' and ') || 'nobody';
}
