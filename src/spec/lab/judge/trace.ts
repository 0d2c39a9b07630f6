/** The log as the text of a trace without gaps, so that the judges of `check-trace` judge it. */
import { traceLine, type LineContext } from '../../trace/print/line.ts';
import type { EntryEvent, ExitEvent, LabLog, LogEvent, MsrEvent } from '../log/types.ts';

/** Lines of text, and the event that each of them prints; heads print none. */
interface PrintedLog {
  readonly text: string;
  /** By line number, from 1. */
  readonly events: readonly (LogEvent | undefined)[];
}

/** vmx_vcpu_run() and how it hands over an NMI that ended the guest's run: the names differ by version. */
const VMX_RUN = /^(vmx_vcpu_run|vmx_vcpu_enter_exit|vmx_handle_nmi|(vmx|idt)_do_(interrupt_)?nmi|x86_entry_from_kvm)/;

/** Exit reasons of the manual that the judges tell apart; others are printed as one. */
const REASONS: Readonly<Record<number, string>> = {
  0: 'EXCEPTION_NMI',
  1: 'EXTERNAL_INTERRUPT',
  10: 'CPUID',
  12: 'HLT',
  20: 'VMLAUNCH',
  24: 'VMRESUME',
  30: 'IO_INSTRUCTION',
  31: 'MSR_READ',
  32: 'MSR_WRITE',
};

export function printLog({ events }: LabLog): PrintedLog {
  const printer = new LogPrinter();
  for (const event of events) printer.print(event);
  return printer.printed();
}

class LogPrinter {
  readonly #lines: string[] = ['# tracer: nop', '#'];
  readonly #events: (LogEvent | undefined)[] = [undefined, undefined, undefined];
  readonly #pids = new Map<string, number>();
  /** kvm_exit is printed after KVM has restored the host's DEBUGCTL. */
  readonly #exits = new Map<number, ExitEvent>();
  /** The last exit by RDMSR or WRMSR, until its outcome is known. */
  readonly #trapped = new Map<string, ExitEvent>();

  printed(): PrintedLog {
    for (const cpu of this.#exits.keys()) this.#flush(cpu);
    return { text: `${this.#lines.join('\n')}\n`, events: this.#events };
  }

  print(event: LogEvent): void {
    if (this.#exits.has(event.c) && !this.#belongsToRun(event)) this.#flush(event.c);
    switch (event.t) {
      case 'rdmsr':
      case 'wrmsr':
        return this.#msr(event);
      case 'entry':
        return this.#entry(event);
      case 'exit':
        this.#exits.set(event.c, event);
        if (event.reason === 31 || event.reason === 32) this.#trapped.set(event.vm, event);
        return;
      case 'switch': {
        const prev = this.#pid(event.prev);
        const next = this.#pid(event.next);
        return this.#line(
          event,
          `sched_switch: prev_comm=t${prev} prev_pid=${prev} prev_prio=120 prev_state=S ==> next_comm=t${next} next_pid=${next} next_prio=120`,
          event.prev,
        );
      }
    }
  }

  /** What happens between VM-exit and the kvm_exit that KVM prints at the end of vmx_vcpu_run(). */
  #belongsToRun(event: LogEvent): boolean {
    if (event.t === 'exit' || event.t === 'entry') return false;
    if (event.t === 'nmi' || event.nmi === 1) return true;
    return (
      event.t === 'foreign' ||
      ((event.t === 'wrmsr' || event.t === 'rdmsr') && VMX_RUN.test(event.by ?? event.ip ?? ''))
    );
  }

  #msr(event: MsrEvent): void {
    if (event.m === 'g') return;
    const fault = event.fault === 1 ? ' #GP' : '';
    const name = event.t === 'rdmsr' ? 'read_msr' : 'write_msr';
    this.#line(event, `${name}: ${event.msr.toString(16)}, value ${bare(event.v)}${fault}`);
  }

  #entry(event: EntryEvent): void {
    const trapped = this.#trapped.get(event.vm);
    this.#trapped.delete(event.vm);
    if (trapped?.msr !== undefined) this.#outcome(trapped, event);
    this.#line(event, `kvm_entry: vcpu 0, rip 0x1000`, undefined, 'irqs off');
  }

  /** kvm_msr, whose value after a read is what the guest has at its next entry. */
  #outcome(exit: ExitEvent, entry: EntryEvent): void {
    const value = exit.reason === 31 ? entry.v : exit.v;
    if (value === undefined) return;
    const way = exit.reason === 31 ? 'read' : 'write';
    const fault = entry.fault === 1 ? ' (#GP)' : '';
    this.#line(
      entry,
      `kvm_msr: msr_${way} ${(exit.msr ?? 0).toString(16)} = 0x${bare(value)}${fault}`,
      undefined,
      'irqs on',
    );
  }

  #flush(cpu: number): void {
    const exit = this.#exits.get(cpu);
    this.#exits.delete(cpu);
    if (exit === undefined) return;
    const reason = REASONS[exit.reason] ?? 'EPT_VIOLATION';
    this.#line(exit, `kvm_exit: vcpu 0 reason ${reason} rip 0x1000 info1 0x0000000000000000`, undefined, 'irqs off');
  }

  #line(event: LogEvent, text: string, task = event.task, context: LineContext = contextOf(event)): void {
    const pid = this.#pid(task ?? '');
    // Time goes on by at least 1 in each line, so that nothing looks out of order.
    const time = 100_000_000 + this.#lines.length;
    this.#lines.push(traceLine({ task: `t${pid}`, pid, cpu: event.c, context, time }, text));
    this.#events[this.#lines.length] = event;
  }

  #pid(task: string): number {
    const known = this.#pids.get(task);
    if (known !== undefined) return known;
    this.#pids.set(task, 100 + this.#pids.size);
    return 99 + this.#pids.size;
  }
}

function contextOf(event: LogEvent): LineContext {
  if (event.nmi === 1) return 'nmi';
  if (event.irq === 1) return 'interrupt';
  return event.if === 1 ? 'irqs on' : 'irqs off';
}

const bare = (value: string): string => value.replace(/^0x/, '');
