/** What the events of users do to each other: LBR-OWN-12, LBR-OWN-13; and a call stack that is to last: LBR-CTX-8. */
import { isHost, ownersOf } from '../log/ring.ts';
import type { HostEvent, StepTracker } from '../log/steps.ts';
import type { LogEvent, MsrEvent, TextEvent } from '../log/types.ts';
import type { LabJudge, LabSink } from './finding.ts';

const DEBUGCTL = 0x1d9;
/** PERF_SAMPLE_BRANCH_CALL_STACK. */
const CALL_STACK = 0x800;
const PERF = /^(__)?intel_pmu_lbr_/;

export class UserJudge implements LabJudge {
  readonly #sink: LabSink;
  readonly #steps: StepTracker;
  /** Whether the host's last write of DEBUGCTL turned recording on, by CPU. */
  readonly #recording = new Map<number, boolean>();
  /** Records that a task left at its last switch, and the task that has just come, by CPU. */
  readonly #left = new Map<string, number>();
  readonly #arrived = new Map<number, string>();

  constructor(sink: LabSink, steps: StepTracker) {
    this.#sink = sink;
    this.#steps = steps;
  }

  event(event: LogEvent): void {
    switch (event.t) {
      case 'mark':
        return this.#user(event);
      case 'result':
        return this.#opened(event);
      case 'switch':
        return this.#switch(event.c, event.prev, event.next, event.ring);
      case 'wrmsr':
        if (event.msr === DEBUGCTL && event.m !== 'g' && event.fault !== 1) this.#write(event);
    }
  }

  /** A user that opens an event with the encoding of the guest LBR event. */
  #opened(event: TextEvent): void {
    const [verb, name, ...words] = this.#steps.text.split(' ');
    if (verb !== 'open' || !words.includes('config=0x1b00')) return;
    if (!event.text.startsWith('ok')) return this.#sink.kept('LBR-OWN-12');
    this.#sink.violated('LBR-OWN-12', event, `perf gives a user the event ${name} with the config 0x1b00`);
  }

  /** While a user's code runs, a CPU-pinned event that is on records; a guest LBR event is not active in a user's task. */
  #user(event: TextEvent): void {
    const thread = this.#steps.threads.get(event.task ?? '');
    if (
      !event.text.startsWith('step ') ||
      thread === undefined ||
      this.#steps.guestEvents.boundTo(thread) !== undefined
    )
      return;
    const active = this.#steps.active(event.c, event.task);
    const pinned = active.find(({ pinned: isPinned, raw1b00, cpu }) => isPinned && !raw1b00 && cpu === event.c);
    const raw = active.find(({ raw1b00 }) => raw1b00);
    const recording = this.#recording.get(event.c);
    if (pinned === undefined || raw === undefined || recording === undefined) return;
    if (recording) return this.#sink.kept('LBR-OWN-13');
    this.#sink.violated(
      'LBR-OWN-13',
      event,
      `${pinned.name} is on and nothing is recorded for it, since ${raw.name} of another user is on as well`,
    );
  }

  #switch(cpu: number, prev: string, next: string, ring: readonly string[] | undefined): void {
    this.#arrived.delete(cpu);
    if (ring === undefined || this.#callStack(cpu, prev) === undefined) return void this.#left.delete(prev);
    const count = hostRecords(ring);
    if (count > 0) this.#left.set(prev, count);
    else this.#left.delete(prev);
    this.#arrived.set(cpu, next);
  }

  #write({ c, v, ring, by, ip, ...event }: MsrEvent): void {
    const on = (BigInt(v) & 1n) !== 0n;
    this.#recording.set(c, on);
    const task = this.#arrived.get(c);
    if (!on || task === undefined || ring === undefined || !PERF.test(by ?? ip ?? '')) return;
    this.#arrived.delete(c);
    const left = this.#left.get(task);
    const name = this.#callStack(c, task)?.name;
    if (left === undefined || name === undefined) return;
    if (hostRecords(ring) > 0) return this.#sink.kept('LBR-CTX-8');
    this.#sink.violated(
      'LBR-CTX-8',
      { c, v, ring, ...(by === undefined ? {} : { by }), ...(ip === undefined ? {} : { ip }), ...event },
      `a task left ${left} records of the call stack for ${name} and comes back to none`,
      { ring },
    );
  }

  /** The only host event of the CPU, where it asks for call stacks of all tasks. */
  #callStack(cpu: number, task: string): HostEvent | undefined {
    const active = this.#steps.active(cpu, task);
    const [first] = active;
    return active.length === 1 && first?.cpu === cpu && (first.branch & CALL_STACK) !== 0 && !first.raw1b00
      ? first
      : undefined;
  }
}

const hostRecords = (ring: readonly string[]): number => ownersOf(ring).filter(isHost).length;
