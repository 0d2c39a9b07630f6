import type { Action } from '../../kit/model.ts';
import { cpuOfVcpu } from '../../model/protocol/observe.ts';
import type { Machine, World } from '../../model/protocol/index.ts';
import { Trap } from '../../model/protocol/world.ts';
import { MSR } from '../msrs.ts';
import { traceLine, type LineContext } from './line.ts';
import { DEPTH, perfReads, perfWrites } from './perf-accesses.ts';
import { commOf, cpuOfNamedEvent, cpuOfNamedTask, pidOf, vcpuOf } from './names.ts';
import { filterMsr, recordMsr, registersOf, type Registers } from './registers.ts';

/** What the printer must remember of the world before a step. */
interface Before {
  readonly registers: readonly Registers[];
  readonly current: readonly number[];
  readonly traps: readonly number[];
}

/**
 * Prints a run of the protocol world as ftrace text: `before` and `after` are called around each step.
 *
 * What it prints is what a real trace would show: MSR writes and reads of the kernel, VM-entry and VM-exit, trapped
 * guest accesses, task switches, interrupts, and the accesses by which perf wipes, saves, restores and samples the records.
 * FROM of each record stands for FROM, TO and INFO. What leaves no mark on a real host leaves none here: VMCS fields,
 * passed-through accesses, states of perf events, branches, XSAVES.
 */
export class RunPrinter {
  readonly #m: Machine;
  readonly #lines: string[] = ['# tracer: nop', '#'];
  #time = 100_000_000;
  #before: Before = { registers: [], current: [], traps: [] };

  constructor(machine: Machine) {
    this.#m = machine;
  }

  /** Number of lines so far; the next line has this number plus 1. */
  get length(): number {
    return this.#lines.length;
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  before(w: World): void {
    this.#before = {
      registers: w.cpus.map((_, cpu) => registersOf(this.#m, w, cpu)),
      current: w.cpus.map(({ current }) => current),
      traps: w.vcpus.map(({ trap }) => trap),
    };
  }

  after({ name, args }: Action<World>, w: World): void {
    const [actor] = name.split('.');
    if (actor === 'kvm') this.#kvm(name, vcpuOf(this.#m, args['vcpu']), w);
    else if (name === 'sched.switch') this.#switch(Number(args['cpu']), w);
    else if (actor === 'nmi') this.#nmi(cpuOfNamedEvent(this.#m, args['event'], w), w);
    else if (actor === 'perf' || actor === 'admin') this.#interrupt(w, args);
    else if (name === 'vmm.read_lbr') this.#writes(cpuOfNamedTask(this.#m, args['task'], w), w, 'irqs off');
  }

  #kvm(name: string, vcpu: number, w: World): void {
    const cpu = cpuOfVcpu(this.#m, w, vcpu);
    const { seen } = w;
    switch (name) {
      case 'kvm.run':
        if (seen.debugctlReads > 0) this.#reads(cpu, w, 'irqs on');
        break;
      case 'kvm.snapshot_debugctl':
        if (seen.debugctlReads > 0) this.#reads(cpu, w, 'irqs off');
        break;
      case 'kvm.decide_passthrough':
        this.#line(cpu, w, 'irqs off', `kvm_entry: vcpu ${vcpu}, rip 0x1000`);
        if (seen.lbrCtlAccesses > 0) this.#writeFilter(cpu, w);
        break;
      case 'kvm.restore_debugctl': {
        if (seen.debugctlWrites > 0)
          this.#write(cpu, w, 'irqs off', MSR.debugctl, registersOf(this.#m, w, cpu).debugctl);
        if (seen.lbrCtlAccesses > 0) this.#writeFilter(cpu, w);
        const reason = exitReason(w.vcpus[vcpu].trap);
        this.#line(cpu, w, 'irqs off', `kvm_exit: vcpu ${vcpu} reason ${reason} rip 0x1000 info1 0x0000000000000000`);
        break;
      }
      case 'kvm.handle_exit':
        this.#writes(cpu, w, 'irqs off');
        this.#emulated(vcpu, cpu, w);
        break;
      case 'kvm.access_lbr_msr':
      case 'kvm.finish_lbr_msr':
        this.#lbrAccess(name, vcpu, cpu, w);
        break;
      case 'kvm.serve_requests':
      case 'kvm.load_mediated':
      case 'kvm.put_mediated':
        // perf takes its events off and puts them back, or KVM releases the guest LBR event.
        this.#writes(cpu, w, 'irqs off');
        break;
    }
  }

  /** Turning recording on or off is emulated at once; the other accesses get a step of their own. */
  #emulated(vcpu: number, cpu: number, w: World): void {
    const trap = this.#before.traps[vcpu];
    if (trap !== Trap.enable && trap !== Trap.disable) return;
    const msr = this.#m.instance.flavour === 'arch' ? MSR.archLbrCtl : MSR.debugctl;
    this.#line(cpu, w, 'irqs on', `kvm_msr: msr_write ${msr.toString(16)} = 0x${trap === Trap.enable ? 1 : 0}`);
  }

  #lbrAccess(name: string, vcpu: number, cpu: number, w: World): void {
    const { seen } = w;
    const context = name === 'kvm.finish_lbr_msr' ? 'irqs on' : 'irqs off';
    if (seen.reader === vcpu + 1) {
      // The newest record, which TOS names.
      const { slot } = w.cpus[cpu];
      const msr = (recordMsr(this.#m) + slot).toString(16);
      const value = (seen.dummy ? 0n : registersOf(this.#m, w, cpu).records[slot]).toString(16);
      if (!seen.dummy) this.#line(cpu, w, context, `read_msr: ${msr}, value ${value}`);
      this.#line(cpu, w, 'irqs on', `kvm_msr: msr_read ${msr} = 0x${value}`);
    } else if (seen.writer === vcpu + 1 || seen.droppedWriter === vcpu + 1) {
      const depth = this.#before.traps[vcpu] === Trap.writeDepth;
      const msr = depth ? MSR.archLbrDepth : filterMsr(this.#m);
      const written = depth ? DEPTH : seen.writer > 0 ? registersOf(this.#m, w, cpu).filter : BigInt(vcpu + 1);
      if (seen.writer > 0) this.#write(cpu, w, context, msr, written);
      this.#line(cpu, w, 'irqs on', `kvm_msr: msr_write ${msr.toString(16)} = 0x${written.toString(16)}`);
    }
  }

  #switch(cpu: number, w: World): void {
    const previous = this.#before.current[cpu];
    const next = w.cpus[cpu].current;
    const text = (way: 'prev' | 'next', task: number): string =>
      `${way}_comm=${commOf(this.#m, task)} ${way}_pid=${pidOf(task)} ${way}_prio=120`;
    this.#head(
      cpu,
      previous,
      'irqs off',
      `sched_switch: ${text('prev', previous)} prev_state=S ==> ${text('next', next)}`,
    );
    // perf saves for the task that leaves while that one is still current.
    this.#saves(cpu, previous, 'irqs off', w);
    this.#writes(cpu, w, 'irqs off');
    if (w.seen.debugctlReads > 0) this.#reads(cpu, w, 'irqs on');
  }

  #nmi(cpu: number, w: World): void {
    if (cpu < 0) return;
    this.#saves(cpu, w.cpus[cpu].current, 'nmi', w);
    this.#writes(cpu, w, 'nmi');
    this.#line(cpu, w, 'nmi', 'nmi_handler: perf_event_nmi_handler() delta_ns: 1000 handled: 1');
  }

  /** What perf and the administrator do arrives by IPI. */
  #interrupt(w: World, args: Action<World>['args']): void {
    const cpu = typeof args['cpu'] === 'number' ? args['cpu'] : cpuOfNamedEvent(this.#m, args['event'], w);
    if (cpu < 0) return;
    this.#line(cpu, w, 'interrupt', 'call_function_single_entry: vector=251');
    this.#writes(cpu, w, 'interrupt');
    this.#line(cpu, w, 'interrupt', 'call_function_single_exit: vector=251');
  }

  #writes(cpu: number, w: World, context: LineContext): void {
    if (cpu < 0) return;
    const after = registersOf(this.#m, w, cpu);
    for (const { msr, value } of perfWrites(this.#m, w, this.#before.registers[cpu], after)) {
      this.#write(cpu, w, context, msr, value);
    }
  }

  /** `task` is current while perf reads. */
  #saves(cpu: number, task: number, context: LineContext, w: World): void {
    const what = context === 'nmi' ? 'sample' : 'save';
    for (const { msr, value } of perfReads(this.#m, w, this.#before.registers[cpu], what)) {
      this.#head(cpu, task, context, `read_msr: ${msr.toString(16)}, value ${value.toString(16)}`);
    }
  }

  #writeFilter(cpu: number, w: World): void {
    this.#write(cpu, w, 'irqs off', filterMsr(this.#m), registersOf(this.#m, w, cpu).filter);
  }

  #write(cpu: number, w: World, context: LineContext, msr: number, value: bigint): void {
    this.#line(cpu, w, context, `write_msr: ${msr.toString(16)}, value ${value.toString(16)}`);
  }

  #reads(cpu: number, w: World, context: LineContext): void {
    const { debugctl } = registersOf(this.#m, w, cpu);
    this.#line(cpu, w, context, `read_msr: ${MSR.debugctl.toString(16)}, value ${debugctl.toString(16)}`);
  }

  #line(cpu: number, w: World, context: LineContext, event: string): void {
    this.#head(cpu, w.cpus[cpu].current, context, event);
  }

  #head(cpu: number, task: number, context: LineContext, event: string): void {
    this.#time += 3;
    this.#lines.push(
      traceLine({ task: commOf(this.#m, task), pid: pidOf(task), cpu, context, time: this.#time }, event),
    );
  }
}

function exitReason(trap: number): string {
  switch (trap) {
    case Trap.none:
      return 'EXTERNAL_INTERRUPT';
    case Trap.readLbr:
      return 'MSR_READ';
    default:
      return 'MSR_WRITE';
  }
}
