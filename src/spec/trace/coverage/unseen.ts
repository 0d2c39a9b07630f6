const EVENTS = 'which perf events are ACTIVE is not in the trace';
const REQUEST = 'requests between perf and KVM, and who has the LBRs after one, leave no mark';
const IOCTL = 'what the VMM sets or gets by ioctl is behind a pointer: the trace shows the ioctl and not the MSR';
const VMCS = 'VMCS fields leave no mark';
const BETWEEN =
  'between two trapped accesses the guest runs, and what it does to the register by passed-through accesses or branches leaves no mark';

/** Why a rule leaves no mark that a trace could be judged by. */
const BY_RULE: Readonly<Record<string, string>> = {
  'LBR-OWN-2': 'DEBUGCTL writes of an NMI handler show recording, not which events are ACTIVE; see LBR-OWN-11',
  'LBR-OWN-6': 'which thread a guest LBR event is bound to is not in the trace',
  'LBR-OWN-7': REQUEST,
  'LBR-OWN-8': REQUEST,
  'LBR-OWN-9': REQUEST,
  'LBR-OWN-10': REQUEST,
  'LBR-ENT-1': 'the MSR bitmap, and the accesses that it lets through, leave no mark',
  'LBR-ENT-2': 'DEBUGCTL in the VMCS, and what the processor records in the guest, leave no mark',
  'LBR-ENT-3': 'branches leave no mark, and which guest owns the LBRs is not in the trace',
  'LBR-ENT-5':
    'exclude_guest is behind the pointer of perf_event_open(), and what the processor records leaves no mark',
  'LBR-ENT-6': 'what the processor records in the guest leaves no mark',
  'LBR-DBG-3': 'KVM puts the bit into the VMCS, which leaves no mark',
  'LBR-DBG-27': IOCTL,
  'LBR-DBG-28': IOCTL,
  'LBR-DBG-29': 'KVM puts the bit into the VMCS, which leaves no mark',
  'LBR-DBG-31': 'DEBUGCTL that VM-entry loads from the VMCS leaves no mark',
  'LBR-MSR-3':
    'that a guest owns the LBRs is not in the trace: an access that reaches no register may be of one that does not',
  'LBR-MSR-4':
    'whether KVM_GET_MSRS or KVM_SET_MSRS asks for an LBR MSR is behind a pointer, and host recording that goes off during the ioctl may do so for another reason',
  'LBR-MSR-22': BETWEEN,
  'LBR-MSR-25': IOCTL,
  'LBR-MSR-26': IOCTL,
  'LBR-MSR-27': IOCTL,
  'LBR-MSR-28':
    'two outcomes of the same access violate LBR-MSR-20 or LBR-MSR-21; that contention is the reason cannot be shown',
  'LBR-MSR-30': 'branches of the guest leave no mark',
  'LBR-MSR-31': BETWEEN,
  'LBR-CAP-1':
    'whether records hold what they are given is seen by reading them in the guest, and such accesses pass through',
  'LBR-CAP-3': 'whether perf has call-stack mode on this CPU is not in the trace',
  'LBR-CAP-4': 'whether KVM has a vPMU is not in the trace',
  'LBR-CAP-5': 'whether the mediated vPMU is on is not in the trace',
  'LBR-CAP-6': 'CPUID of the guest and the model of the host are not in the trace',
  'LBR-CAP-11':
    'PDCM in the CPUID of the guest is not in the trace: a read of PERF_CAPABILITIES tells it and cannot contradict it',
  'LBR-CAP-12': IOCTL,
  'LBR-CAP-17': 'what KVM offers to the VMM is not in the trace',
  'LBR-CTX-1':
    'perf saves and restores legacy records by RDMSR and WRMSR, but an image that is not restored may still be kept for a later switch, and records of the guest that no save reads leave no mark',
  'LBR-CTX-2':
    'a restore shows what perf writes, and it ends before the guest LBR event is ACTIVE, which leaves no mark; a guest that becomes the owner without a restore leaves none at all',
  'LBR-CTX-3': 'perf writes nothing as a guest LBR event goes: what is lost was in no line',
  'LBR-CTX-4': 'perf saves nothing as a host event takes the LBRs: what is lost was in no line',
  'LBR-CTX-6': 'LBR_SELECT that a guest sets while it owns the LBRs passes through without a mark',
  'LBR-CTX-7':
    'whether the task that left ran user code into the records, and whether the event keeps call stacks, is not in the trace',
  'LBR-CTX-8':
    'whether an event is in call-stack mode for the whole system is behind the pointer of perf_event_open(), and a restore that perf leaves out leaves no mark',
  'LBR-CTX-9':
    'a save shows TOS and a restore writes it, but the branches that move it in between, and the access by which the guest reads it, leave no mark',
  'LBR-ISO-3': 'which branch moved TOS leaves no mark',
  'LBR-ISO-4': 'a guest runs before it reads, and what it does to the records leaves no mark',
  'LBR-ISO-5':
    'the PMI reads records by RDMSR, but exclude_guest, whose branches they are, and what perf puts into the sample are not in the trace',
  'LBR-ISO-6': 'PEBS records are not in the trace',
  'LBR-ISO-7': 'PEBS records are not in the trace',
  'LBR-ISO-8':
    'the PMI reads records by RDMSR, but for which event, and with what filter the sample is made, is not in the trace',
  'LBR-ISO-9': 'a guest runs before it reads, and what it does to the records leaves no mark',
  'LBR-RST-4': 'debug exceptions that hardware delivers, and what they clear, leave no mark',
  'LBR-ARCH-2': 'exclude_guest, and LBR_CTL while the guest runs, are not in the trace',
  'LBR-ARCH-3': 'that a guest owns the LBRs is not in the trace, and VMX controls switch LBR_CTL without a mark',
  'LBR-ARCH-22': BETWEEN,
  'LBR-ARCH-25': IOCTL,
  'LBR-ARCH-29': 'XSAVES and XRSTORS leave no mark',
  'LBR-ARCH-31': 'vmcs12 and vmcs02 leave no mark',
  'LBR-ARCH-32': 'debug exceptions that hardware delivers, and what they clear, leave no mark',
  'LBR-ARCH-33': 'RESET and INIT of a vCPU leave no MSR access',
  'LBR-ARCH-34': 'SMI and RSM of a vCPU leave no MSR access',
  'LBR-ARCH-36': 'CPUID 0x1C of the guest, and the records that XSAVES saves, are not in the trace',
  'LBR-ARCH-35': 'a PMI of the guest clears the bit in the VMCS, which leaves no mark',
};

const BY_CHAPTER: Readonly<Record<string, string>> = {
  OWN: EVENTS,
  ENT: VMCS,
  DBG: VMCS,
  MSR: 'accesses that pass through and those of the VMM leave no mark',
  CAP: IOCTL,
  ISO: 'records carry no sign of who executed the branch',
  LIV: 'that somebody waits for the LBRs leaves no mark',
  FRZ: 'the freeze works on the VMCS and on hardware, which leaves no mark',
  RST: 'INIT, RESET, #DB and SMM of a vCPU leave no MSR access of the host',
  MIG: IOCTL,
  NEST: 'vmcs12 and vmcs02 leave no mark',
  ARCH: 'LBR_CTL is switched by VMX controls and XSAVES, which leave no mark',
  MED: 'load and put of the mediated vPMU leave no mark of their own',
};

/** Why a rule that `TRACE_RULES` does not list cannot be judged from a trace; undefined for an unknown chapter. */
export function whyUnseen(id: string): string | undefined {
  return BY_RULE[id] ?? BY_CHAPTER[id.split('-')[1]];
}
