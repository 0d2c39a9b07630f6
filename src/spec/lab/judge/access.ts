/** Accesses of guests that do not own the LBRs: LBR-MSR-1, LBR-MSR-2. */
import { msrGroup } from '../../trace/msrs.ts';
import type { StepTracker } from '../log/steps.ts';
import type { EntryEvent, ExitEvent, LogEvent, MsrEvent } from '../log/types.ts';
import type { LabSink, LabJudge } from './finding.ts';

const LBR_GROUPS: ReadonlySet<string> = new Set(['select', 'tos', 'record', 'arch-record', 'arch-depth']);
const EXIT_RDMSR = 31;
const EXIT_WRMSR = 32;

/** What a guest asked KVM for at its last exit. */
interface Trapped {
  readonly exit: ExitEvent;
  readonly msr: number;
  /** Whether KVM wrote the register before the next entry. */
  reached: boolean;
}

/**
 * A guest does not own the LBRs of its pCPU where its event is bound to another thread. Where KVM answers a trapped access,
 * it does not own them either if the next VM-entry intercepts.
 */
export class AccessJudge implements LabJudge {
  readonly #sink: LabSink;
  readonly #steps: StepTracker;
  readonly #trapped = new Map<string, Trapped>();

  constructor(sink: LabSink, steps: StepTracker) {
    this.#sink = sink;
    this.#steps = steps;
  }

  event(event: LogEvent): void {
    if (event.t === 'exit') this.#exit(event);
    else if (event.t === 'entry') this.#entry(event);
    else if (event.t === 'rdmsr' || event.t === 'wrmsr') this.#access(event);
  }

  #access(event: MsrEvent): void {
    if (!LBR_GROUPS.has(msrGroup(event.msr)) || event.fault === 1) return;
    if (event.m === 'g') return event.t === 'rdmsr' ? this.#read(event, event) : this.#write(event, event.msr, true);
    const trapped = this.#trapped.get(event.task ?? '');
    if (event.t === 'wrmsr' && trapped?.msr === event.msr && trapped.exit.v === event.v) trapped.reached = true;
  }

  #exit(exit: ExitEvent): void {
    const trapped = exit.reason === EXIT_RDMSR || exit.reason === EXIT_WRMSR;
    if (trapped && exit.msr !== undefined && LBR_GROUPS.has(msrGroup(exit.msr))) {
      this.#trapped.set(exit.task ?? '', { exit, msr: exit.msr, reached: false });
    } else this.#trapped.delete(exit.task ?? '');
  }

  #entry(entry: EntryEvent): void {
    const trapped = this.#trapped.get(entry.task ?? '');
    this.#trapped.delete(entry.task ?? '');
    if (trapped === undefined || entry.fault === 1) return;
    const { exit, msr, reached } = trapped;
    if (exit.reason === EXIT_RDMSR) this.#read(entry, { msr, v: entry.v }, entry.pass !== 1);
    else this.#write(entry, msr, reached, entry.pass !== 1);
  }

  /** `intercepts`: the VM-entry after a trapped access lets the guest at no register. */
  #read(event: LogEvent, { msr, v }: { msr: number; v?: string | undefined }, intercepts = false): void {
    if (v === undefined) return;
    const other = this.#other(event);
    if (BigInt(v) === 0n) {
      if (other !== undefined || intercepts) this.#sink.kept('LBR-MSR-1');
    } else if (other !== undefined) {
      const message = `a guest whose LBR event is bound to the thread ${other} reads ${v} from the MSR 0x${msr.toString(16)}`;
      this.#sink.violated('LBR-MSR-1', event, message);
    }
  }

  #write(event: LogEvent, msr: number, reached: boolean, intercepts = false): void {
    const other = this.#other(event);
    if (!reached) {
      if (other !== undefined || intercepts) this.#sink.kept('LBR-MSR-2');
    } else if (other !== undefined) {
      const message = `a guest whose LBR event is bound to the thread ${other} writes the MSR 0x${msr.toString(16)}`;
      this.#sink.violated('LBR-MSR-2', event, message);
    }
  }

  /** The other thread that the event of the guest is bound to. */
  #other({ task }: LogEvent): string | undefined {
    const bound = this.#steps.guestEvents.boundTo(this.#steps.threads.get(task ?? ''));
    return bound === undefined || bound === task ? undefined : (this.#steps.threads.get(bound) ?? bound);
  }
}
