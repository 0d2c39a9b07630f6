import { NOT_SEEN, known, unknown, type Fact } from './fact.ts';
import { MSR } from './msrs.ts';
import { CONTEXT, EVENT, type TraceEvent } from './read/events.ts';
import { LineWindow } from './window.ts';

/** What the trace lets one know of one CPU. */
export class CpuState {
  readonly cpu: number;
  /** `run`: between kvm_entry and kvm_exit of one thread, where KVM has IRQs off and only NMIs come in. */
  mode: 'unknown' | 'host' | 'run' = 'unknown';
  /** Line of the kvm_entry that `run` rests on. */
  entryLine = 0;
  /** Thread of the last kvm_entry, -1 before the first. */
  entryPid = -1;
  /** Thread of the last line, -1 before the first. */
  pid = -1;
  /** The latest time stamp so far, and whether time is behind it. */
  latest = -1;
  behind = false;
  /** Low half of DEBUGCTL of the host, by the last line outside `run` that shows it. */
  debugctl: Fact<number> = NOT_SEEN;
  /** Whether that line is a write: one shows that writes are recorded. */
  debugctlWritten = false;
  /** LBR_CTL of the host, low half, by the last write outside `run`. */
  lbrCtl: Fact<number> = NOT_SEEN;
  /** DEBUGCTL.LBR as perf last wrote it outside `run`: what perf wants, whatever KVM did to the register since. */
  perfLbr: Fact<boolean> = NOT_SEEN;
  /** Line of the last access that shows DEBUGCTL.LBR as set, by whomever: branches are recorded from there on. */
  recordingLine = 0;
  /** Line of the last kvm_exit. */
  exitLine = 0;
  /** Line of the last sched_switch. */
  switchLine = 0;
  /** Nothing but DEBUGCTL can be judged at the end of the present run: nobody but a thread, KVM, touched an MSR, and no other than DEBUGCTL, and LBR_CTL has nothing to lose. */
  quiet = false;
  readonly recent = new LineWindow();
  /** Whether another than KVM, in a thread, wrote the register in the present run: perf may want something else since. */
  #debugctlTouched = false;
  #lbrCtlTouched = false;

  constructor(cpu: number) {
    this.cpu = cpu;
  }

  /** A line that cannot come next shows that one before it is missing: what happened in between is not known. */
  expect(event: TraceEvent): void {
    if (this.mode === 'run') {
      // Neither another thread nor another VM-entry can come between kvm_entry and kvm_exit.
      if (event.pid !== this.pid || event.kind === EVENT.kvmEntry) this.forget('a VM-exit is not in the trace');
    } else if (event.kind === EVENT.kvmExit) this.forget('a VM-entry is not in the trace');
  }

  /** Takes the event into account, after the judges have seen it with the state before it. */
  follow(event: TraceEvent): void {
    switch (event.kind) {
      case EVENT.writeMsr:
      case EVENT.readMsr:
        if (event.msr !== MSR.debugctl || event.context !== CONTEXT.task) this.quiet = false;
        if (event.fault) break;
        if (event.msr === MSR.debugctl && (event.low & LBR) !== 0) this.recordingLine = event.line;
        if (this.mode === 'run') {
          this.#inRun(event);
          break;
        }
        if (event.msr === MSR.debugctl) this.#debugctl(event);
        else if (event.msr === MSR.archLbrCtl && event.kind === EVENT.writeMsr) this.#lbrCtl(event);
        break;
      case EVENT.kvmEntry:
        this.mode = 'run';
        this.entryLine = event.line;
        this.entryPid = event.pid;
        this.#debugctlTouched = false;
        this.#lbrCtlTouched = false;
        this.quiet = !(this.lbrCtl.known && (this.lbrCtl.value & LBR) !== 0);
        break;
      case EVENT.schedSwitch:
        this.switchLine = event.line;
        break;
      case EVENT.kvmExit:
        this.mode = 'host';
        this.exitLine = event.line;
        if (this.#debugctlTouched) this.perfLbr = unknown(BY_NMI);
        if (this.#lbrCtlTouched) this.lbrCtl = unknown(BY_NMI);
        break;
    }
    this.pid = event.pid;
  }

  /** DEBUGCTL of the host is known by a judgement of a VM round trip. */
  settle(value: number, line: number): void {
    const { debugctl } = this;
    // The line that showed the same value before will do.
    if (!debugctl.known || debugctl.value !== value) this.debugctl = known(value, line);
  }

  forget(reason: string): void {
    this.mode = 'unknown';
    const nothing = unknown(reason);
    this.debugctl = nothing;
    this.perfLbr = nothing;
    this.lbrCtl = nothing;
  }

  /** DEBUGCTL of the host is not what perf wrote any more; what perf wants is still known. */
  forgetDebugctl(reason: string): void {
    this.debugctl = unknown(reason);
  }

  forgetLbrCtl(reason: string): void {
    this.lbrCtl = unknown(reason);
  }

  /** Line by which perf has recording for the host turned on, 0 where it has not or that is not known. */
  get recordingSince(): number {
    const { perfLbr, lbrCtl } = this;
    if (perfLbr.known && perfLbr.value) return perfLbr.line;
    return lbrCtl.known && (lbrCtl.value & LBR) !== 0 ? lbrCtl.line : 0;
  }

  /** Without latency flags an NMI handler could have written it, which turns recording off for a moment. */
  #lbrCtl(event: TraceEvent): void {
    this.lbrCtl = byPerf(event) ? known(event.low, event.line) : unknown(BY_WHOM);
  }

  #inRun({ kind, context, msr }: TraceEvent): void {
    if (kind !== EVENT.writeMsr || context === CONTEXT.task) return;
    if (msr === MSR.debugctl) this.#debugctlTouched = true;
    else if (msr === MSR.archLbrCtl) this.#lbrCtlTouched = true;
  }

  #debugctl(event: TraceEvent): void {
    const write = event.kind === EVENT.writeMsr;
    if (write) this.perfLbr = byPerf(event) ? known((event.low & LBR) !== 0, event.line) : unknown(BY_WHOM);
    const { debugctl } = this;
    // A value that stays does not need a new fact: snapshots of KVM read it over and over.
    if (!write && debugctl.known && debugctl.value === event.low) return;
    this.debugctl = known(event.low, event.line);
    this.debugctlWritten = write;
  }
}

/** DEBUGCTL.LBR and LBR_CTL.LBREn are both bit 0. */
const LBR = 1;
const BY_NMI = 'an NMI handler wrote it between kvm_entry and kvm_exit, and what perf wants since is not shown';
const BY_WHOM = 'whether perf or an NMI handler wrote it is not shown';

/** perf schedules events in threads and interrupts, with IRQs off. */
function byPerf({ context }: TraceEvent): boolean {
  return context === CONTEXT.task || context === CONTEXT.softirq || context === CONTEXT.hardirq;
}
