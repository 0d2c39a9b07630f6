/** What host samples hold: LBR-ISO-5, LBR-ISO-8; and what a new host owner finds: LBR-CTX-5. */
import { ownersOf, vmOf } from '../log/ring.ts';
import type { HostEvent, StepTracker } from '../log/steps.ts';
import type { LogEvent, MsrEvent, TextEvent } from '../log/types.ts';
import type { LabSink, LabJudge } from './finding.ts';

const PERF = /^(__)?intel_pmu_lbr_/;
/** PERF_SAMPLE_BRANCH_KERNEL. */
const KERNEL = 2;
const isFrom = (msr: number): boolean => msr >= 0x680 && msr < 0x6a0;
const isKernel = (address: string): boolean => BigInt(address) >> 47n !== 0n;

/** What PMIs have read since the event was read last. */
interface Read {
  samples: number;
  kernel: number;
}

export class SampleJudge implements LabJudge {
  readonly #sink: LabSink;
  readonly #steps: StepTracker;
  /** By name of the only host event that was on. */
  readonly #reads = new Map<string, Read>();
  /** CPUs whose present NMI has read a record. */
  readonly #sampling = new Set<number>();
  readonly #recording = new Map<number, boolean>();

  constructor(sink: LabSink, steps: StepTracker) {
    this.#sink = sink;
    this.#steps = steps;
  }

  event(event: LogEvent): void {
    switch (event.t) {
      case 'nmi':
        this.#sampling.delete(event.c);
        return;
      case 'exit':
        this.#recording.set(event.c, false);
        return;
      case 'wrmsr':
        if (event.fault !== 1) this.#write(event);
        return;
      case 'rdmsr':
        if (event.m !== 'g' && event.nmi === 1 && isFrom(event.msr)) this.#sample(event);
        return;
      case 'result':
        return this.#read(event);
    }
  }

  #write(event: MsrEvent): void {
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

  /** What the PMI of the only event that is on reads of the kernel's branches. */
  #sample(event: MsrEvent): void {
    const active = this.#steps.active(event.c, event.task).filter(({ raw1b00 }) => !raw1b00);
    if (active.length !== 1) return;
    let read = this.#reads.get(active[0].name);
    if (read === undefined) this.#reads.set(active[0].name, (read = { samples: 0, kernel: 0 }));
    if (!this.#sampling.has(event.c)) read.samples++;
    this.#sampling.add(event.c);
    if (isKernel(event.v)) read.kernel++;
  }

  #read(event: TextEvent): void {
    const [verb, name] = this.#steps.text.split(' ');
    const held = /samples ([1-9]\d*) branches \d+ guest (\d+) kernel (\d+)/.exec(event.text);
    const host = this.#steps.events.get(name ?? '');
    if (verb !== 'read' || !held || host === undefined) return;
    this.#filtered(event, host, Number(held[1]), Number(held[3]));
    if (!host.excludeGuest) return;
    if (held[2] === '0') return this.#sink.kept('LBR-ISO-5');
    this.#sink.violated(
      'LBR-ISO-5',
      event,
      `samples of ${name}, which excludes guests, hold ${held[2]} branches of a guest`,
    );
  }

  /** An event that asks for the kernel's branches gets those that its PMIs have read. */
  #filtered(event: TextEvent, { name, branch }: HostEvent, samples: number, kernel: number): void {
    const read = this.#reads.get(name);
    this.#reads.delete(name);
    if ((branch & KERNEL) === 0 || read === undefined || read.samples !== samples || read.kernel === 0) return;
    if (kernel > 0) return this.#sink.kept('LBR-ISO-8');
    this.#sink.violated(
      'LBR-ISO-8',
      event,
      `the PMI of ${name} reads ${read.kernel} branches of the kernel, which it asks for, and its sample holds none`,
    );
  }
}
