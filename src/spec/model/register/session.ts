import { readMsr, writeMsr } from './access.ts';
import { supportedPerfCapabilities } from './capability.ts';
import { cpuidOf, type GuestCpuid } from './cpuid.ts';
import { deliverDb, deliverNmi, deliverPmi, enterSmm, initVcpu, leaveSmm, resetVcpu } from './events.ts';
import { hostOf, type Host } from './host.ts';
import { readHostMsr } from './host-msr.ts';
import { maskDebugctl } from './debugctl.ts';
import { copyVmState, createVmState, type VmState, type Priority } from './vm-state.ts';
import { restoreVcpu, saveVcpu } from './migration.ts';
import { listedMsrs } from './msr-list.ts';
import { hex, MSR, type MsrIndex } from './msr.ts';
import { enterL2, exitToL1, type Vmcs12Fields } from './nested.ts';
import { singleStep } from './single-step.ts';
import { cpuRefuses } from './lbr-msrs.ts';
import type { Actor, Outcome } from './outcome.ts';
import { guestXrstors, guestXsaves } from './guest-xsave.ts';
import { debugctlInGuestMode, inGuestMode, prepareEvent, takeBranch } from './guest-mode.ts';
import type { RegisterSettings } from '../../switches/register.ts';
import { closeHostEvent, openHostEvent, preemptVcpu } from './vlbr.ts';
import { createVcpu, disablePmu, disableStuffedMsrs, setCpuid } from './vmm.ts';

/** An operation that makes no sense now, for example an exit from L2 while L1 runs. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
}

/** One operation that was done, in the words of the scenario document. */
interface SessionStep {
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * One host, one VM, one vCPU under one design, and everything that can be done to them. Operations are those of the
 * scenario document; each says what its caller saw.
 */
export class Session {
  /** What was done so far, in order. */
  readonly steps: SessionStep[] = [];
  readonly host: Host;
  private readonly state: VmState;

  constructor(host: Partial<Host>, settings: RegisterSettings) {
    this.host = hostOf(host);
    this.state = createVmState(this.host, settings);
  }

  setCpuid(fields: Partial<GuestCpuid> = {}): Outcome {
    this.log('vmm.set_cpuid', { ...fields });
    return setCpuid(this.state, cpuidOf(this.host, fields));
  }

  getMsr(msr: MsrIndex): Outcome {
    this.log('vmm.get_msr', { msr });
    return this.read(msr, 'vmm');
  }

  setMsr(msr: MsrIndex, value: bigint): Outcome {
    this.log('vmm.set_msr', { msr, value });
    return this.write(msr, value, 'vmm');
  }

  /** KVM_GET_MSRS on /dev/kvm: what KVM offers. */
  getFeatureMsr(msr: MsrIndex): Outcome {
    this.log('vmm.get_feature_msr', { msr });
    const rule = 'LBR-CAP-1';
    if (msr !== MSR.PERF_CAPABILITIES) return { result: 'refused', rule, why: 'not a feature MSR of the contract' };
    const value = supportedPerfCapabilities(this.host, this.state.settings);
    return { result: 'ok', value, rule, why: 'what KVM offers to any VM' };
  }

  /** Whether an index is in KVM_GET_MSR_INDEX_LIST. */
  isListed(msr: MsrIndex): Outcome {
    this.log('vmm.list_msr', { msr });
    const listed = listedMsrs(this.state).includes(msr);
    const why = listed ? 'the MSR is in the index list' : 'the MSR is not in the index list';
    return { result: 'ok', value: listed ? 1n : 0n, rule: 'LBR-MIG-2', why };
  }

  /** The index list itself; not an operation of a scenario. */
  listed(): readonly MsrIndex[] {
    return listedMsrs(this.state);
  }

  disablePmu(): Outcome {
    this.log('vmm.disable_pmu', {});
    return disablePmu(this.state);
  }

  disableStuffedMsrs(): Outcome {
    this.log('vmm.disable_stuffed_msrs', {});
    return disableStuffedMsrs(this.state);
  }

  /** KVM_X86_SET_MSR_FILTER before the first VM-entry denies one MSR to the guest; the VMM's own accesses pass. */
  filterMsr(msr: MsrIndex): Outcome {
    this.log('vmm.filter_msr', { msr });
    // An MSR that is passed through already stays so, until KVM turns its interception on for another reason.
    if (this.state.vcpu.hasRun)
      throw new SessionError('the vCPU has run; the model knows filters from before that only');
    this.state.vm.filtered.add(msr);
    return { result: 'ok', why: `guest accesses to ${hex(msr)} fault, whatever the vCPU has` };
  }

  run(): Outcome {
    this.log('vmm.run', {});
    this.enterGuest();
    return { result: 'ok', rule: 'LBR-CAP-10', why: 'the configuration is fixed from here on' };
  }

  reset(): Outcome {
    this.log('vmm.reset', {});
    createVcpu(this.state);
    return resetVcpu(this.state);
  }

  init(): Outcome {
    this.log('vmm.init', {});
    createVcpu(this.state);
    return initVcpu(this.state);
  }

  save(): Outcome {
    this.log('vmm.save', {});
    createVcpu(this.state);
    return saveVcpu(this.state);
  }

  /** Into a new VM on this host, or on another; `order` permutes the saved MSRs. */
  restore(target?: Partial<Host>, order: 'listed' | 'reversed' = 'listed'): Outcome {
    this.log('vmm.restore', { ...(target && { host: target }), ...(order === 'reversed' && { order }) });
    const { saved } = this.state;
    if (!saved) throw new SessionError('nothing was saved; vmm.save comes first');
    const msrs = order === 'reversed' ? [...saved.msrs].reverse() : saved.msrs;
    return restoreVcpu(this.state, { ...saved, msrs }, target ? hostOf(target) : this.state.host);
  }

  rdmsr(msr: MsrIndex): Outcome {
    this.log('guest.rdmsr', { msr });
    this.enterGuest();
    return this.filtered(msr) ?? this.read(msr, 'guest');
  }

  wrmsr(msr: MsrIndex, value: bigint): Outcome {
    this.log('guest.wrmsr', { msr, value });
    this.enterGuest();
    return this.filtered(msr) ?? this.write(msr, value, 'guest');
  }

  /** A taken branch of the guest; it is recorded where recording is on. */
  branch(from: bigint, to: bigint): Outcome {
    this.log('guest.branch', { from, to });
    this.enterGuest();
    takeBranch(this.state, from, to);
    return { result: 'ok', rule: 'LBR-MSR-22', why: 'a branch is recorded where recording is on' };
  }

  enterL2(fields: Partial<Vmcs12Fields> = {}): Outcome {
    this.log('guest.vmenter_l2', { ...fields });
    if (this.inL2) throw new SessionError('L2 runs already; guest.vmexit_l1 comes first');
    this.enterGuest();
    return enterL2(this.state, { debugctl: 0n, loadDebugControls: true, saveDebugControls: true, ...fields });
  }

  exitL1(): Outcome {
    this.log('guest.vmexit_l1', {});
    if (!this.inL2) throw new SessionError('L2 does not run; guest.vmenter_l2 comes first');
    return exitToL1(this.state);
  }

  /** L1 reads GUEST_IA32_DEBUGCTL of vmcs12 after an exit or a failed entry. */
  vmreadDebugctl(): Outcome {
    this.log('guest.vmread', { field: 'GUEST_IA32_DEBUGCTL' });
    if (this.inL2) throw new SessionError('L2 runs; L1 reads vmcs12 after guest.vmexit_l1');
    const value = this.state.vcpu.lastVmcs12?.debugctl ?? 0n;
    return { result: 'ok', value, rule: 'LBR-NEST-6', why: 'the DEBUGCTL that vmcs12 has now' };
  }

  pmi(): Outcome {
    this.log('guest.pmi', {});
    this.enterGuest();
    return deliverPmi(this.state);
  }

  db(): Outcome {
    this.log('guest.db', {});
    this.enterGuest();
    return deliverDb(this.state);
  }

  /** Single-stepping with EFLAGS.TF; `branchAfter`: instructions up to the next taken branch, 1 or more. */
  singleStep(branchAfter = 3): Outcome {
    if (branchAfter < 1)
      throw new SessionError('branchAfter is 0; the branch itself is an instruction, so expected 1 or more');
    this.log('guest.single_step', { branchAfter });
    this.enterGuest();
    return singleStep(this.state, branchAfter);
  }

  nmi(): Outcome {
    this.log('guest.nmi', {});
    this.enterGuest();
    return deliverNmi(this.state);
  }

  smi(): Outcome {
    this.log('guest.smi', {});
    if (this.state.vcpu.smm) throw new SessionError('the vCPU is in SMM already; guest.rsm comes first');
    this.enterGuest();
    return enterSmm(this.state);
  }

  rsm(): Outcome {
    this.log('guest.rsm', {});
    if (!this.state.vcpu.smm) throw new SessionError('the vCPU is not in SMM; guest.smi comes first');
    return leaveSmm(this.state);
  }

  /** XSAVES with component 15 requested; the value is FROM of the newest record that it stored. */
  xsaves(): Outcome {
    this.log('guest.xsaves', {});
    this.enterGuest();
    return guestXsaves(this.state);
  }

  /** `depth`: the depth that the image was made with, where it is not that of this vCPU. */
  xrstors(depth?: bigint): Outcome {
    this.log('guest.xrstors', depth === undefined ? {} : { depth });
    this.enterGuest();
    return guestXrstors(this.state, depth);
  }

  /** `likeVlbr`: with the encoding of the vLBR event, raw config 0x1b00. */
  openHostEvent(priority: Priority = 'cpu-pinned', likeVlbr = false): Outcome {
    this.log('host.open_lbr_event', { priority, ...(likeVlbr && { likeVlbr }) });
    if (likeVlbr && this.state.settings.vlbrEncoding === 'kernel-only') {
      return { result: 'refused', rule: 'LBR-OWN-13', why: 'perf keeps the encoding of the vLBR event to KVM' };
    }
    openHostEvent(this.state, { priority, likeVlbr });
    return { result: 'ok', rule: 'LBR-MSR-28', why: 'a host LBR event is on this CPU' };
  }

  closeHostEvent(): Outcome {
    this.log('host.close_lbr_event', {});
    closeHostEvent(this.state);
    return { result: 'ok', rule: 'LBR-MSR-28', why: 'no host LBR event is on this CPU' };
  }

  preempt(): Outcome {
    this.log('host.preempt', {});
    preemptVcpu(this.state);
    return { result: 'ok', rule: 'LBR-MSR-22', why: 'the thread of the vCPU was scheduled out and in' };
  }

  setFreezeInSmm(on: boolean): Outcome {
    this.log('host.freeze_in_smm', { on });
    this.state.host = { ...this.state.host, freezeInSmm: on };
    return { result: 'ok', rule: 'LBR-DBG-29', why: 'the next VM-entry follows' };
  }

  /** perf on the other hyper-thread of the core writes its filter. */
  writeSiblingSelect(value: bigint): Outcome {
    this.log('host.sibling_select', { value });
    const { host, hardware } = this.state;
    if (host.lbr !== 'legacy' || !host.sharedSelect) {
      throw new SessionError(
        'each hyper-thread of this host has an LBR_SELECT of its own; set sharedSelect of a host with legacy LBR',
      );
    }
    if (cpuRefuses(host, 'select', value)) throw new SessionError(`the CPU refuses ${hex(value)} in LBR_SELECT`);
    hardware.set(MSR.LBR_SELECT, value);
    return { result: 'ok', why: 'both hyper-threads filter by this value now' };
  }

  /** DEBUGCTL, PERF_CAPABILITIES, LBR_CTL or an LBR MSR, as the host reads it now. */
  hostRdmsr(msr: MsrIndex): Outcome {
    this.log('host.rdmsr', { msr });
    const outcome = readHostMsr(this.state, msr);
    if (outcome) return outcome;
    throw new SessionError(
      `the model keeps no value of the host for ${hex(msr)}; expected DEBUGCTL, PERF_CAPABILITIES, LBR_CTL or an LBR MSR`,
    );
  }

  /** DEBUGCTL in hardware while the guest runs. */
  hardwareDebugctl(): Outcome {
    this.log('cpu.guest_debugctl', {});
    this.enterGuest();
    const value = debugctlInGuestMode(this.state);
    return { result: 'ok', value, rule: 'LBR-DBG-31', why: 'what the CPU has loaded while the guest runs' };
  }

  get inL2(): boolean {
    return this.state.vcpu.vmcs12 !== undefined;
  }

  /** What a read gives right after a write of the same caller, which did all that the read would do besides. */
  readBack(msr: MsrIndex, by: Actor): Outcome {
    return readMsr(this.state, msr, by);
  }

  /** What a read would give now, without doing it. */
  peek(msr: MsrIndex, by: Actor): Outcome {
    return readMsr(copyVmState(this.state), msr, by);
  }

  /** A VM-entry happens before the guest can do anything. */
  private enterGuest(): void {
    createVcpu(this.state);
    this.state.vcpu.hasRun = true;
    maskDebugctl(this.state);
    prepareEvent(this.state);
    inGuestMode(this.state, () => undefined);
  }

  /** kvm_msr_allowed() comes before everything else, ignore_msrs included, and keeps the MSR intercepted. */
  private filtered(msr: MsrIndex): Outcome | undefined {
    if (!this.state.vm.filtered.has(msr)) return undefined;
    return { result: '#GP', why: `the VMM's MSR filter denies ${hex(msr)} to the guest` };
  }

  private read(msr: MsrIndex, by: Actor): Outcome {
    createVcpu(this.state);
    return readMsr(this.state, msr, by);
  }

  private write(msr: MsrIndex, value: bigint, by: Actor): Outcome {
    createVcpu(this.state);
    return writeMsr(this.state, msr, value, by);
  }

  private log(op: string, args: Readonly<Record<string, unknown>>): void {
    this.steps.push({ op, args });
  }
}
