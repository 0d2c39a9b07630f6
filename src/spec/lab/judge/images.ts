/** What becomes of the image that perf keeps for a vCPU's thread while its guest does not own the LBRs: LBR-CTX-1. */
import { countOwn } from '../log/ring.ts';
import type { StepTracker } from '../log/steps.ts';
import type { EntryEvent, LogEvent, MsrEvent } from '../log/types.ts';
import { CONTENTION } from './contention.ts';
import type { LabJudge, LabSink } from './finding.ts';

const DEBUGCTL = 0x1d9;
const PERF = /^(__)?intel_pmu_lbr_/;

/** Own records that perf put back as a thread arrived. */
interface PutBack {
  readonly vm: string;
  readonly own: number;
  readonly at: number;
}

export class ImageJudge implements LabJudge {
  readonly #sink: LabSink;
  readonly #steps: StepTracker;
  /** The VM of a vCPU's thread, by task. */
  readonly #vms = new Map<string, string>();
  /** The task that has arrived on a CPU, until perf turns recording on there. */
  readonly #arrived = new Map<number, string>();
  readonly #putBack = new Map<string, PutBack>();

  constructor(sink: LabSink, steps: StepTracker) {
    this.#sink = sink;
    this.#steps = steps;
  }

  event(event: LogEvent): void {
    switch (event.t) {
      case 'entry':
        return this.#entry(event);
      case 'wrmsr':
        return this.#write(event);
      case 'switch':
        this.#leave(event.prev, event);
        this.#arrived.set(event.c, event.next);
        return;
      case 'mark':
        // What users do in between is LBR-CTX-4's.
        if (event.text.startsWith('step ') && CONTENTION.has(this.#steps.verb)) this.#putBack.clear();
    }
  }

  #entry({ c, task, vm, pass }: EntryEvent): void {
    if (task !== undefined) this.#vms.set(task, vm);
    this.#arrived.delete(c);
    // A guest that owns the records is not perf's image any more.
    if (pass === 1 && task !== undefined) this.#putBack.delete(task);
  }

  #write({ c, msr, m, v, ring, by, ip, i, fault }: MsrEvent): void {
    if (msr !== DEBUGCTL || m === 'g' || fault === 1 || ring === undefined || !PERF.test(by ?? ip ?? '')) return;
    if ((BigInt(v) & 1n) === 0n) return;
    const task = this.#arrived.get(c);
    this.#arrived.delete(c);
    const vm = this.#vms.get(task ?? '');
    if (task === undefined || vm === undefined) return;
    const own = countOwn(ring, vm);
    if (own > 0) this.#putBack.set(task, { vm, own, at: i });
  }

  #leave(task: string, event: LogEvent & { readonly ring?: readonly string[] }): void {
    const back = this.#putBack.get(task);
    if (back === undefined || event.ring === undefined) return;
    this.#putBack.delete(task);
    const left = countOwn(event.ring, back.vm);
    if (left >= back.own) return this.#sink.kept('LBR-CTX-1');
    this.#sink.violated(
      'LBR-CTX-1',
      event,
      `perf put ${back.own} records of ${back.vm} back as its thread arrived, host branches went over them, and ${left} are there as the thread leaves`,
      {
        ring: event.ring,
        recordedBy: `${back.vm}, ${back.own} records, put back at tick ${back.at}`,
        survivedThrough: ['a task switch with the guest LBR event out'],
        readBy: 'the next save of perf, which stores what is there now',
      },
    );
  }
}
