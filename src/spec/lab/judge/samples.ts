/** What host samples hold: LBR-ISO-5, LBR-ISO-8; and what a new host owner finds: LBR-CTX-5. */
import { ownersOf, vmOf } from '../log/ring.ts';
import type { StepTracker } from '../log/steps.ts';
import type { LogEvent, MsrEvent, TextEvent } from '../log/types.ts';
import type { LabSink, LabJudge } from './finding.ts';

/** LBR_SELECT that perf programs for what the lab's events ask for: bits that suppress, call-stack mode. */
const SELECT_OF: Readonly<Record<number, bigint>> = { 0x13: 0xe4n, 0x801: 0x3c5n };
const PERF = /^(__)?intel_pmu_lbr_/;
const isRecord = (msr: number): boolean => (msr >= 0x680 && msr < 0x6e0) || (msr >= 0x1500 && msr < 0x1520);

export class SampleJudge implements LabJudge {
  readonly #sink: LabSink;
  readonly #steps: StepTracker;
  readonly #select = new Map<number, bigint>();
  /** Whether the present NMI has been judged, by CPU. */
  readonly #judged = new Set<number>();
  readonly #recording = new Map<number, boolean>();

  constructor(sink: LabSink, steps: StepTracker) {
    this.#sink = sink;
    this.#steps = steps;
  }

  event(event: LogEvent): void {
    switch (event.t) {
      case 'nmi':
        this.#judged.delete(event.c);
        return;
      case 'entry':
        if (event.selectv !== undefined) this.#select.set(event.c, BigInt(event.selectv));
        return;
      case 'exit':
        this.#recording.set(event.c, false);
        return;
      case 'wrmsr':
        if (event.fault !== 1) this.#write(event);
        return;
      case 'rdmsr':
        if (event.m !== 'g' && event.nmi === 1 && isRecord(event.msr)) this.#sample(event);
        return;
      case 'result':
        return this.#read(event);
    }
  }

  #write(event: MsrEvent): void {
    if (event.msr === 0x1c8) this.#select.set(event.c, BigInt(event.v));
    if (event.m === 'g' || event.msr !== 0x1d9) return;
    const on = (BigInt(event.v) & 1n) !== 0n;
    const before = this.#recording.get(event.c) ?? false;
    this.#recording.set(event.c, on);
    // KVM's restore is not a new owner.
    if (!on || before || event.ring === undefined || !PERF.test(event.by ?? event.ip ?? '')) return;
    const guests = ownersOf(event.ring).filter((owner) => vmOf(owner) !== undefined);
    if (guests.length === 0) return this.#sink.kept('LBR-CTX-5');
    this.#sink.violated(
      'LBR-CTX-5',
      event,
      `perf turns recording on for the host with ${guests.length} records of ${guests[0]} in the registers`,
      {
        ring: event.ring,
        recordedBy: `${guests[0]}, ${guests.length} records`,
        readBy: 'the first samples of the host event',
      },
    );
  }

  /** The filter of a sample is the one that the only event asks for. */
  #sample(event: MsrEvent): void {
    if (this.#judged.has(event.c)) return;
    this.#judged.add(event.c);
    const active = this.#steps.active(event.c, event.task).filter(({ raw1b00 }) => !raw1b00);
    const wanted = active.length === 1 ? SELECT_OF[active[0].branch] : undefined;
    const found = this.#select.get(event.c);
    if (wanted === undefined || found === undefined) return;
    if (found === wanted) return this.#sink.kept('LBR-ISO-8');
    this.#sink.violated(
      'LBR-ISO-8',
      event,
      `a sample of ${active[0].name} is taken under LBR_SELECT 0x${found.toString(16)}; the event asks for 0x${wanted.toString(16)}`,
    );
  }

  #read(event: TextEvent): void {
    const [verb, name] = this.#steps.text.split(' ');
    const guest = /samples ([1-9]\d*) branches \d+ guest (\d+)/.exec(event.text);
    const host = this.#steps.events.get(name ?? '');
    if (verb !== 'read' || !guest || host?.excludeGuest !== true) return;
    if (guest[2] === '0') return this.#sink.kept('LBR-ISO-5');
    this.#sink.violated(
      'LBR-ISO-5',
      event,
      `samples of ${name}, which excludes guests, hold ${guest[2]} branches of a guest`,
    );
  }
}
