/** With which IA32_XSS perf's PMI handler stores the records by XSAVES: LBR-ARCH-37. */
import type { LogEvent, TextEvent } from '../log/types.ts';
import type { StepTracker } from '../log/steps.ts';
import type { LabJudge, LabSink } from './finding.ts';

const IA32_XSS = 0xda0;
/** The LBR component. */
const LBR = 1n << 15n;

export class XssJudge implements LabJudge {
  readonly #sink: LabSink;
  readonly #steps: StepTracker;
  readonly #xss = new Map<number, bigint>();
  /** IA32_XSS at the last NMI that stored no records, by CPU; the CPU writes no event for such an XSAVES. */
  readonly #withoutRecords = new Map<number, bigint>();

  constructor(sink: LabSink, steps: StepTracker) {
    this.#sink = sink;
    this.#steps = steps;
  }

  event(event: LogEvent): void {
    if (event.m === 'g') return;
    switch (event.t) {
      case 'wrmsr':
        if (event.msr === IA32_XSS && event.fault !== 1) this.#xss.set(event.c, BigInt(event.v));
        return;
      case 'nmi':
        return this.#nmi(event.c);
      case 'xsaves':
        if (event.nmi !== 1) return;
        this.#withoutRecords.delete(event.c);
        if (this.#xss.has(event.c)) this.#sink.kept('LBR-ARCH-37');
        return;
      case 'result':
        return this.#read(event);
    }
  }

  #nmi(cpu: number): void {
    const xss = this.#xss.get(cpu);
    if (xss !== undefined && (xss & LBR) === 0n) this.#withoutRecords.set(cpu, xss);
  }

  #read(event: TextEvent): void {
    const [verb, name] = this.#steps.text.split(' ');
    const [[cpu, xss] = []] = this.#withoutRecords;
    if (verb !== 'read' || cpu === undefined || xss === undefined) return;
    if (!/samples [1-9]\d* branches 0 /.test(event.text)) return;
    this.#withoutRecords.delete(cpu);
    this.#sink.violated(
      'LBR-ARCH-37',
      event,
      `the PMI of ${name} came while IA32_XSS was 0x${xss.toString(16)}: XSAVES stored no records, and the sample has none`,
    );
  }
}
