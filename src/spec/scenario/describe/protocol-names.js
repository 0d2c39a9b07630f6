/** The fields of a protocol world in the words of the kernel. Ranks, counts of users and caches that no reader follows are left out. */
export function protocolNames(m) {
    const arch = m.instance.flavour === 'arch';
    const cpu = (what) => ([index]) => `CPU ${index}: ${what}`;
    const vcpuName = (index) => m.instance.tasks[m.taskOfVcpu[index] - 1].name;
    const vcpu = (what) => ([index]) => `vCPU ${vcpuName(index)}: ${what}`;
    const image = (what) => ([index]) => `image of ${index === 0 ? 'idle' : m.instance.tasks[index - 1].name}: ${what}`;
    return {
        'cpus.*.recording': cpu(arch ? 'LBR_CTL.LBREn' : 'DEBUGCTL.LBR'),
        'cpus.*.freezeLbrsOnPmi': cpu('DEBUGCTL.FREEZE_LBRS_ON_PMI'),
        'cpus.*.freezeInSmm': cpu('DEBUGCTL.FREEZE_IN_SMM'),
        'cpus.*.select': cpu(arch ? 'filter in LBR_CTL' : 'LBR_SELECT'),
        'cpus.*.tos': cpu('TOS moved by'),
        'cpus.*.ring.*': ([index, entry]) => `CPU ${index}: ${entry === 0 ? 'newest record' : `record ${entry}`}`,
        'cpus.*.guestMask': cpu('guest mask'),
        'cpus.*.handOverRequest': cpu('hand-over request'),
        'vcpus.*.at': vcpu('run loop'),
        'vcpus.*.guestLbr': vcpu('guest DEBUGCTL.LBR'),
        'vcpus.*.hostRecording': vcpu('snapshot DEBUGCTL.LBR'),
        'vcpus.*.hostFreezeLbrsOnPmi': vcpu('snapshot FREEZE_LBRS_ON_PMI'),
        'vcpus.*.hostFreezeInSmm': vcpu('snapshot FREEZE_IN_SMM'),
        'vcpus.*.passthrough': vcpu('LBR MSRs passed through'),
        'vcpus.*.entryRecording': vcpu('records after VM-entry'),
        'vcpus.*.needCleanup': vcpu('PMU request pending'),
        'vcpus.*.lossShown': vcpu('guest can see the loss'),
        'vcpus.*.trap': vcpu('trapped on'),
        'images.*.valid': image('valid'),
        'images.*.ring.*': ([index, entry]) => `${image(entry === 0 ? 'newest record' : `record ${entry}`)([index])}`,
        'images.*.select': image('LBR_SELECT'),
        'events.*.state': ([index]) => `event ${m.events[index].name}`,
        'events.*.task': ([index]) => `event ${m.events[index].name} is bound to`,
    };
}
