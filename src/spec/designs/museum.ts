/** The bug museum: bugs of the record, each as a mutant that has it, and those that no switch can bring back. */

export interface Exhibit {
  readonly bug: string;
  /** Commit that ended it; absent where nothing was merged. */
  readonly commit?: string;
  /** Year of the fix, or of the report. */
  readonly year: number;
  readonly title: string;
  /** What went wrong. */
  readonly text: string;
  /** Name of the mutant, in `mutants`. */
  readonly mutant: string;
  /** A rule that catches it. */
  readonly caughtBy: string;
}

const exhibit = (
  bug: string,
  commit: string,
  year: number,
  mutant: string,
  caughtBy: string,
  title: string,
  text: string,
): Exhibit => ({ bug, ...(commit !== '' && { commit }), year, title, text, mutant, caughtBy });

/** Bugs of the protocol world. The exhibits of the register world are its mutants with a `bug`. */
export const museum: readonly Exhibit[] = [
  exhibit(
    'B01',
    '67b45af946ec',
    2021,
    'creationCheck=inverted',
    'LBR-MSR-3',
    'The check for the new event was inverted',
    'KVM took the success of creating the guest LBR event for a failure. The access that created it read 0 or was lost.',
  ),
  exhibit(
    'B09',
    '9e985cbf2942',
    2024,
    'guestPebs=adaptive',
    'LBR-ISO-7',
    'Adaptive PEBS showed host branches to a guest',
    'The PEBS hardware stores the LBRs without a look at the MSR bitmap. A guest with adaptive PEBS got host kernel addresses.',
  ),
  exhibit(
    'B16',
    '189ecdb3e112',
    2025,
    'debugctlSnapshot=vcpu-load',
    'LBR-ENT-4',
    'The snapshot of DEBUGCTL was taken with IRQs on',
    'An IPI of perf between vcpu_load() and VM-entry was undone by the write after VM-exit. Recording of a host event stopped, or came back when nobody wanted it.',
  ),
  exhibit(
    'B18',
    '7d390a9da823',
    2025,
    'debugctlSnapshot=vcpu-load',
    'LBR-DBG-1',
    'TDX kept a snapshot of its own',
    'TDX took a second snapshot, early, as VMX had done, and a merge left it there. The effect is that of B16, for trust domains.',
  ),
  exhibit(
    'B19',
    '8af099037527',
    2025,
    'debugctlSnapshot=never',
    'LBR-DBG-4',
    'TDX did not restore DEBUGCTL',
    'The TDX module clears most bits of DEBUGCTL of the host. In the first postings of TDX guests, recording and freezing were off after each exit.',
  ),
  exhibit(
    'B20',
    '6b1dd26544d0',
    2025,
    'freezeInSmmInGuest=cleared',
    'LBR-DBG-3',
    'FREEZE_IN_SMM of the host was lost in the guest',
    'VM-entry loaded DEBUGCTL of the guest, with the bit clear. An SMI from the guest counted in host events.',
  ),
  exhibit(
    'P01',
    'afbef3014958',
    2021,
    'taskSwitchCallback=task-events-only',
    'LBR-CTX-7',
    'CPU events missed the wipe at task switches',
    'The callback ran only where a task had events of its own. A sample of one task held branches of another.',
  ),
  exhibit(
    'P04',
    '0fe39a3929ac',
    2021,
    'resetCovers=records',
    'LBR-ISO-9',
    'A reset left LBR_SELECT alone',
    'A guest set LBR_SELECT and was powered off. The next guest on the pCPU read its value.',
  ),
  exhibit(
    'P19',
    'c631a2de7ae4',
    2025,
    'cpuStart=leaves-lbr',
    'LBR-DBG-1',
    'Firmware left recording on',
    'perf only changed DEBUGCTL by read-modify-write, so a bit that firmware had set stayed. KVM’s snapshot carried it on.',
  ),
  exhibit(
    'P20',
    '3cec9fd03543',
    2025,
    'systemWideCallStack=wiped',
    'LBR-CTX-8',
    'System-wide call stacks were wiped at each switch',
    'A CPU event in call-stack mode had no memory per task. Each switch truncated the call stack.',
  ),
  exhibit(
    'U01',
    '',
    2023,
    'vlbrConstraint=bypass',
    'LBR-OWN-3',
    'The guest LBR event competes with nobody',
    'It is placed before the shared register is looked at. A CPU-pinned host event stays ACTIVE and records nothing.',
  ),
  exhibit(
    'U02',
    '',
    2023,
    'vlbrRecovery=never',
    'LBR-LIV-1',
    'A guest LBR event in ERROR stays there',
    'perf does not retry a pinned event that failed, and KVM does not enable it again. The guest reads zeros for good.',
  ),
  exhibit(
    'U03',
    '189ecdb3e112',
    2025,
    'debugctlSnapshot=vcpu-load',
    'LBR-ENT-4',
    'The late snapshot of DEBUGCTL was refused at first',
    'A patch of 2023 moved the snapshot to VM-entry, because a hand-over while an exit is handled was undone. It was not taken; the same bug was found and fixed in 2025.',
  ),
  exhibit(
    'U04',
    '',
    2023,
    'guestRecording=as-written',
    'LBR-ENT-2',
    'The guest decides whether the host traces it',
    'VM-entry loads DEBUGCTL.LBR of the guest whoever owns the LBRs. Guest branches go into the records of a host event.',
  ),
  exhibit(
    'U14',
    '',
    2023,
    'lossNotice=none',
    'LBR-LIV-3',
    'A guest cannot tell that it lost the LBRs',
    'Its reads give 0 and its writes vanish, without a fault. DEBUGCTL.LBR still says that it records.',
  ),
  exhibit(
    'review of 05/15',
    '',
    2023,
    'archAccess=unguarded',
    'LBR-ARCH-4',
    'LBR_DEPTH was written without a look at the owner',
    'The series wrote the register for the guest with IRQs on. perf may have taken the LBRs, and its records are gone.',
  ),
  exhibit(
    'review of 10/15',
    '',
    2023,
    'hostLbrCtl=not-restored',
    'LBR-ARCH-1',
    'Nobody gave LBR_CTL back to the host',
    'VM-exit cleared the register for every guest. A host event was ACTIVE and recorded nothing after the first exit.',
  ),
  exhibit(
    'mediated snapshot',
    '',
    2026,
    'mediatedOrder=snapshot-first',
    'LBR-MED-2',
    'The snapshot is older than the load of a mediated vPMU',
    'KVM reads DEBUGCTL before perf turns recording off, and writes that back after VM-exit. The exit path goes into the LBRs. Found by the model; v7.3.4 has it.',
  ),
];

/**
 * Bugs of the record about KVM on Intel or LBRs of Intel in perf that no switch brings back, and why. What the record
 * has about AMD only (B25, B30 to B43, and the Q entries) is out of the contract.
 */
export const notExpressed: Readonly<Record<string, string>> = {
  B05: 'A stub left a structure uninitialized; the model has no such memory.',
  B11: 'KVM read the capabilities of perf for each vCPU anew; those of a host do not change in the model.',
  B15: 'The quirk is a switch, stuffQuirk; what a VMM does that never looks at PERF_CAPABILITIES is up to the VMM.',
  B17: 'It moved the snapshot to common code and changed nothing by itself.',
  B26: 'BTS is not modelled.',
  B27: 'It concerns PEBS of the host and the address of its buffer, not LBRs.',
  B28: 'It concerns the MSR that configures PEBS, not LBRs.',
  P02: 'It concerns the PEBS bit of the fake counter index; PEBS of a guest LBR event is not modelled.',
  P05: 'It concerns how a guest probes for LBRs at boot.',
  P06: 'Allocation, and the context in which it sleeps, is not modelled.',
  P07: 'The header of an XSAVE image is not modelled.',
  P08: 'A size that is checked at boot is not modelled.',
  P09: 'It concerns how the host kernel sets IA32_XSS at boot, not who owns LBRs.',
  P10: 'BPF branch snapshots are not modelled.',
  P11: 'A size that is checked at boot is not modelled.',
  P12: 'All pCPUs of a host have the same capabilities in the model.',
  P13: 'Flags of a record are not modelled.',
  P14: 'Records have no addresses in the protocol world, and no quirk of their sign in the register world.',
  P15: 'The type of a branch is not modelled.',
  P16: 'Cycle counts of a record are not modelled.',
  P17: 'perf’s decoder of branch addresses is not modelled.',
  P18: 'Host events of the model sample; none of them only counts.',
  P21: 'Locks and their contention are not modelled.',
  P22: 'The time that an allocation takes is not modelled.',
  P23: 'Inherited contexts that are exchanged at a task switch are not modelled.',
  P24: 'Event groups are not modelled.',
  P26: 'It concerns the instruction pointer of a sample, not its branch records.',
  P27: 'It changed the default of freeze_on_smi; the model toggles the setting at any time.',
  P28: 'Bus-lock detection is not modelled.',
  P29: 'DEBUGCTL.BTF of host tasks is not modelled.',
  U12: 'The system-wide count of call-stack users changes atomically in the model.',
  A03: 'The model knows one depth per host, that which CPUID of the guest enumerates.',
  A07: 'It concerns what QEMU saves; a VMM of the model saves what KVM lists.',
};
