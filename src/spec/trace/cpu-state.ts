import { NOT_SEEN, known, unknown, type Fact } from './fact.ts';
import { MSR } from './msrs.ts';
import { EVENT, type TraceEvent } from './read/events.ts';
import { LineWindow } from './window.ts';

/** What the trace lets one know of one CPU. */
export class CpuState {
  readonly cpu: number;
  /** `run`: between kvm_entry and kvm_exit of one thread, where KVM has IRQs off and only NMIs come in. */
  mode: 'unknown' | 'host' | 'run' = 'unknown';
  /** Line of the kvm_entry that `run` rests on. */
  entryLine = 0;
  /** Thread of the last line, -1 before the first. */
  pid = -1;
  /** The latest time stamp so far, and whether time is behind it. */
  latest = -1;
  behind = false;
  /** Low half of DEBUGCTL of the host, by the last line outside `run` that shows it. */
  debugctl: Fact<number> = NOT_SEEN;
  /** Whether that line is a write: one shows that writes are recorded. */
  debugctlWritten = false;
  readonly recent = new LineWindow();

  constructor(cpu: number) {
    this.cpu = cpu;
  }

  /** Takes the event into account, after the judges have seen it with the state before it. */
  follow(event: TraceEvent): void {
    // Another thread cannot come between kvm_entry and kvm_exit: the exit was not shown.
    if (this.mode === 'run' && event.pid !== this.pid) this.forget('a VM-exit is not in the trace');
    switch (event.kind) {
      case EVENT.writeMsr:
      case EVENT.readMsr:
        if (event.msr === MSR.debugctl && !event.fault && this.mode !== 'run') this.#debugctl(event);
        break;
      case EVENT.kvmEntry:
        this.mode = 'run';
        this.entryLine = event.line;
        break;
      case EVENT.kvmExit:
        this.mode = 'host';
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
    this.debugctl = unknown(reason);
  }

  #debugctl(event: TraceEvent): void {
    const write = event.kind === EVENT.writeMsr;
    const { debugctl } = this;
    // A value that stays does not need a new fact: snapshots of KVM read it over and over.
    if (!write && debugctl.known && debugctl.value === event.low) return;
    this.debugctl = known(event.low, event.line);
    this.debugctlWritten = write;
  }
}
