/** LBR-MSR-4: a look of the VMM changes no owner. */
import type { StepTracker } from '../log/steps.ts';
import type { LogEvent } from '../log/types.ts';
import type { LabSink, LabJudge } from './finding.ts';

export class VmmLookJudge implements LabJudge {
  readonly #sink: LabSink;
  readonly #steps: StepTracker;
  #created = false;

  constructor(sink: LabSink, steps: StepTracker) {
    this.#sink = sink;
    this.#steps = steps;
  }

  event(event: LogEvent): void {
    if (this.#steps.verb !== 'get' && this.#steps.verb !== 'save') return;
    if (event.t === 'mark' && event.text.startsWith('step ')) this.#created = false;
    else if (event.t === 'call' && event.fn === 'perf_event_create_kernel_counter') {
      this.#created = true;
      this.#sink.violated('LBR-MSR-4', event, 'KVM creates a guest LBR event because the VMM reads an MSR');
    } else if (event.t === 'result' && !this.#created) this.#sink.kept('LBR-MSR-4');
  }
}
