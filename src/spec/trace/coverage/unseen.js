/** Why a rule leaves no mark that a trace could be judged by. */
const BY_RULE = {
    'LBR-OWN-2': 'DEBUGCTL writes of an NMI handler show recording, not which events are ACTIVE',
    'LBR-OWN-3': 'the state of perf events is not in the trace',
    'LBR-OWN-4': 'the state of perf events is not in the trace',
    'LBR-OWN-5': 'the state of perf events is not in the trace',
    'LBR-OWN-6': 'which thread a guest LBR event is bound to is not in the trace',
    'LBR-ENT-1': 'the MSR bitmap and the accesses that it lets through leave no mark',
    'LBR-ENT-2': 'DEBUGCTL in the VMCS and what the processor records leave no mark',
    'LBR-ENT-3': 'branches and the owner of the LBRs leave no mark',
    'LBR-ENT-5': 'exclude_guest and what the processor records in the guest leave no mark',
    'LBR-DBG-3': 'KVM puts the bit into the VMCS, which leaves no mark',
};
const BY_CHAPTER = {
    OWN: 'the state of perf events is not in the trace',
    ENT: 'VMCS fields and the MSR bitmap leave no mark',
    DBG: 'VMCS fields leave no mark',
    MSR: 'accesses that pass through and those of the VMM leave no mark',
    CAP: 'what the VMM sets by ioctl leaves no mark but the ioctl itself',
    CTX: 'perf prints no owner with the records that it saves and restores, and a restore that it leaves out leaves no mark',
    ISO: 'records carry no sign of who executed the branch',
    LIV: 'that a guest waits for the LBRs leaves no mark',
    FRZ: 'the freeze works on the VMCS and on hardware, which leaves no mark',
    RST: 'INIT, RESET, #DB and SMM of a vCPU leave no MSR access of the host',
    MIG: 'what the VMM saves and restores by ioctl leaves no mark but the ioctl itself',
    NEST: 'vmcs12 and vmcs02 leave no mark',
    ARCH: 'LBR_CTL is switched by VMX controls and XSAVES, which leave no mark',
    MED: 'load and put of the mediated vPMU leave no mark of their own',
};
/** Why a rule that `TRACE_RULES` does not list cannot be judged from a trace; undefined for an unknown chapter. */
export function whyUnseen(id) {
    return BY_RULE[id] ?? BY_CHAPTER[id.split('-')[1]];
}
