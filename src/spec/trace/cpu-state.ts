import { NOT_SEEN, type Fact } from './fact.ts';
import { LineWindow } from './window.ts';

/** What the trace lets one know of one CPU. */
export class CpuState {
  readonly cpu: number;
  /** `guest`: between kvm_entry and kvm_exit of one thread. */
  mode: 'unknown' | 'host' | 'guest' = 'unknown';
  /** Thread that was current in the last line, -1 before the first. */
  pid = -1;
  lastTicks = -1;
  fraction = 0;
  /** Line of the kvm_entry that `mode: guest` rests on. */
  entryLine = 0;
  /** DEBUGCTL of the host, as of the last line that shows it outside of guest mode. */
  debugctl: Fact<bigint> = NOT_SEEN;
  select: Fact<bigint> = NOT_SEEN;
  lbrCtl: Fact<bigint> = NOT_SEEN;
  depth: Fact<bigint> = NOT_SEEN;
  readonly recent = new LineWindow();

  constructor(cpu: number) {
    this.cpu = cpu;
  }

  forget(reason: string): void {
    const fact = { known: false, reason } as const;
    this.mode = 'unknown';
    this.debugctl = fact;
    this.select = fact;
    this.lbrCtl = fact;
    this.depth = fact;
  }
}
