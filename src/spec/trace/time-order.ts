import type { CpuState } from './cpu-state.ts';
import { NO_TIME, type TraceEvent } from './read/events.ts';

const NONE = -1;

/** Who is told that lines are out of order. */
export interface OrderListener {
  /** A line belongs before some that were seen; `onCpu` says whether these are of its own CPU too. */
  late(event: TraceEvent, onCpu: boolean, reason: string): void;
  /** A hole is still open: of the CPU of the line where `onCpu` is true, and of every thread. */
  unsure(event: TraceEvent, onCpu: boolean, reason: string): void;
  /** Time stamps of another clock or precision begin: nothing to compare with. */
  otherClock(event: TraceEvent): void;
}

/**
 * Time that runs backwards means that lines are out of order. A line that came too early left a hole where it belongs,
 * so nothing is known until time has passed the latest line that was seen.
 */
export class TimeOrder {
  readonly #listener: OrderListener;
  /** Whether any line was out of order. */
  disordered = false;
  /** The latest time stamp so far, and whether time is behind it. */
  #latest = -1;
  #behind = false;
  /** Says where it began to be. */
  #reason = '';
  /** Digits after the point of the time stamps, -1 before the first line and where lines have none. */
  #fraction = NONE;
  #any = false;

  constructor(listener: OrderListener) {
    this.#listener = listener;
  }

  follow(event: TraceEvent, cpu: CpuState): void {
    const { ticks } = event;
    if (event.fraction === this.#fraction && ticks >= this.#latest && !this.#behind && !cpu.behind) {
      // In order, as nearly always; no CPU is later than the latest.
      this.#latest = ticks;
      cpu.latest = ticks;
      return;
    }
    const fraction = ticks === NO_TIME ? NONE : event.fraction;
    if (fraction !== this.#fraction) this.#otherClock(event, fraction);
    this.#any = true;
    if (ticks === NO_TIME) return;
    if (ticks < this.#latest || cpu.behind || this.#behind) this.#disorder(event, cpu);
    if (ticks > cpu.latest) cpu.latest = ticks;
    if (ticks > this.#latest) this.#latest = ticks;
  }

  #disorder(event: TraceEvent, cpu: CpuState): void {
    if (!this.#behind && !cpu.behind) this.#reason = `time runs backwards at line ${event.line}`;
    if (event.ticks < this.#latest) {
      const onCpu = event.ticks < cpu.latest;
      this.disordered = true;
      this.#behind = true;
      cpu.behind ||= onCpu;
      this.#listener.late(event, onCpu, this.#reason);
    }
    this.#listener.unsure(event, cpu.behind, this.#reason);
    if (event.ticks > cpu.latest) cpu.behind = false;
    if (event.ticks > this.#latest) this.#behind = false;
  }

  #otherClock(event: TraceEvent, fraction: number): void {
    this.#fraction = fraction;
    this.#latest = -1;
    if (this.#any) this.#listener.otherClock(event);
  }
}
