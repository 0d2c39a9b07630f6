import type { Instance } from '../../model/protocol/instance.ts';
import { LAB_CPUS, type LabCpu, type Plan, type PlanLine } from '../plan.ts';

/** Where a vCPU thread stands: before or after KVM_RUN, in it, asleep in it, or without a VM. */
type Where = 'user' | 'loop' | 'asleep' | 'gone';

interface Vcpu {
  readonly vm: string;
  where: Where;
  /** What the guest does in the present KVM_RUN. */
  program: string[];
  /** Whether the guest was entered since KVM_RUN. */
  entered: boolean;
  /** Index of the step that opened the program. */
  step: number;
  /** Lines right before the run, and right after it. */
  before: PlanLine[];
  after: PlanLine[];
}

/** The window between vcpu_load() and the IRQ disable: preemption is off there, and IRQs are on. */
const BEFORE_IRQS_OFF = 'vmx_prepare_switch_to_guest';

/** Writes the agent's steps while the scenario's go by, and knows which thread carries out the next one. */
export class Driver {
  readonly holds: boolean;
  readonly #lines: PlanLine[] = [];
  readonly #notes = new Set<string>();
  readonly #vcpus = new Map<string, Vcpu>();
  readonly #cpu: LabCpu;
  readonly #cpus: 1 | 2;
  /** What happens while the vCPU is held before the IRQ disable. */
  #held: PlanLine[] = [];
  #holder = 'main';
  /** Task on each CPU. */
  readonly #current: string[] = ['idle', 'idle'];
  readonly #places = new Map<string, number>();

  /**
   * `holds`: main has a CPU of its own, so that it can act while a vCPU is held at a place. `late`: vCPUs get CPUID and their
   * LBR format only by configure().
   */
  constructor(instance: Instance, cpu: LabCpu, holds: boolean, late: ReadonlySet<string> = new Set()) {
    this.holds = holds;
    this.#cpu = cpu;
    this.#cpus = holds || instance.cpus === 2 ? 2 : 1;
    if (this.#cpus === 2) this.#line('move main cpu=1');
    for (const task of instance.tasks) {
      this.#places.set(task.name, 0);
      if (task.kind === 'plain') this.#line(`task ${task.name} cpu=0`);
      else {
        this.#line(`vm ${task.name} vm=${vmName(task.vm)} ${late.has(task.name) ? 'cpuid=0' : 'lbr=host'} cpu=0`);
        this.#vcpus.set(task.name, {
          vm: vmName(task.vm),
          where: 'user',
          program: [],
          entered: false,
          step: 0,
          before: [],
          after: [],
        });
      }
    }
  }

  plan(): Plan {
    return { cpus: this.#cpus, cpu: this.#cpu, lines: this.#lines, notes: [...this.#notes] };
  }

  get records(): number {
    return LAB_CPUS[this.#cpu].records;
  }

  note(sentence: string): void {
    this.#notes.add(sentence);
  }

  /** The thread that carries out the next step does this; a vCPU in KVM_RUN leaves it first, or is held in it. */
  act(text: string, step: number): void {
    const vcpu = this.#vcpus.get(this.#onCpu0());
    if (vcpu?.where === 'loop') {
      if (this.holds && !vcpu.entered) {
        this.#held.push({ text, step });
        return;
      }
      this.#finish(this.#onCpu0(), step);
      this.note('KVM_RUN is left and entered again around what the host does while a vCPU is in it.');
    }
    this.#line(text, step);
  }

  /** A PMI at a place that the kernel passes while the vCPU on the first CPU is in KVM_RUN; then a look at the event. */
  sampleInLoop(place: string, event: string, step: number): void {
    const vcpu = this.#vcpu(this.#onCpu0());
    vcpu.before.push({ text: `!at ${place} pmi`, step });
    vcpu.after.push({ text: `read ${event}`, step });
  }

  /** The scheduler puts a task on a CPU. */
  switchTo(cpu: number, task: string, step: number): void {
    const left = this.#current[cpu];
    const leaving = this.#vcpus.get(left);
    if (leaving?.where === 'loop') {
      this.#sleep(left, leaving, step);
    }
    this.#current[cpu] = task;
    if (task === 'idle') {
      if (leaving?.where !== 'asleep' && this.#holder === left) this.#hand('main', 'switch', step);
      return;
    }
    if (this.#places.get(task) !== cpu) {
      this.#places.set(task, cpu);
      this.#line(`move ${task} cpu=${cpu}`, step);
    }
    const arriving = this.#vcpus.get(task);
    if (arriving?.where === 'asleep') {
      if (this.#holder !== 'main') this.#hand('main', 'switch', step);
      this.#line(`signal ${task}`, step);
      arriving.where = 'user';
      this.note('A vCPU that is scheduled out inside KVM_RUN sleeps there in HLT; an NMI brings it back.');
      return;
    }
    if (this.holds) return;
    this.#hand(task, this.#holder === left || this.#holder === 'main' ? 'switch' : 'pass', step);
  }

  run(name: string, step: number): void {
    const vcpu = this.#vcpu(name);
    if (vcpu.where === 'gone') this.#line(`vm ${name} vm=${vcpu.vm} lbr=host`, step);
    vcpu.where = 'loop';
    vcpu.program = [];
    vcpu.entered = false;
    vcpu.step = step;
  }

  /** The guest does this; where KVM_RUN was left for the host, it is entered again. */
  guest(name: string, operation: string): void {
    this.#vcpu(name).program.push(operation);
  }

  entered(name: string): void {
    this.#vcpu(name).entered = true;
  }

  leave(name: string, step: number): void {
    this.#finish(name, step);
    this.#vcpu(name).where = 'user';
  }

  destroy(name: string, step: number): void {
    this.leave(name, step);
    this.#line(`kill ${name}`, step);
    this.#vcpu(name).where = 'gone';
  }

  /** The VMM gives a vCPU CPUID and the host's LBR format. */
  configure(name: string, step: number): void {
    this.#line(`cpuid ${name} pdcm=1 rtm=0 buslock=0 pmu=2`, step);
    this.#line(`set ${name} 0x345 host`, step);
  }

  /** A thread that makes an ioctl on behalf of a vCPU. */
  ofThread(task: string, text: string, step: number): void {
    if (this.#holder !== task) this.#hand(task, 'pass', step);
    this.#line(text, step);
  }

  /** Ends what is still running: `operations` is the guest's last look. */
  close(operations: readonly string[]): void {
    for (const [name, vcpu] of this.#vcpus) {
      if (vcpu.where === 'asleep') {
        if (this.#holder !== 'main') this.#hand('main', 'switch');
        this.#line(`signal ${name}`);
        vcpu.where = 'user';
      } else if (vcpu.where === 'loop') {
        vcpu.program.push(...operations);
        this.#finish(name);
        vcpu.where = 'user';
      }
    }
    if (this.#holder !== 'main') this.#hand('main', 'switch');
  }

  line(text: string, step?: number): void {
    this.#line(text, step);
  }

  /** Whether a vCPU thread on the first CPU is in KVM_RUN. */
  inLoop(): boolean {
    return this.#vcpus.get(this.#onCpu0())?.where === 'loop';
  }

  #onCpu0(): string {
    return this.#current[0];
  }

  #vcpu(name: string): Vcpu {
    const vcpu = this.#vcpus.get(name);
    if (vcpu === undefined) throw new RangeError(`${name} is not a vCPU of the instance`);
    return vcpu;
  }

  /** The guest runs what has gathered, and KVM_RUN returns. */
  #finish(name: string, step?: number): void {
    const vcpu = this.#vcpu(name);
    const text = ['run', ...vcpu.program].join(' ');
    vcpu.program = [];
    const { before, after } = vcpu;
    vcpu.before = [];
    vcpu.after = [];
    if (this.#held.length > 0) {
      this.#line(`!at ${BEFORE_IRQS_OFF} cpu=0 hold`, vcpu.step);
      this.#line(`start ${name} ${text}`, vcpu.step);
      this.#line('!wait held cpu=0', vcpu.step);
      this.#lines.push(...this.#held);
      this.#line('!release cpu=0', step);
      this.#line(`join ${name}`, step);
      this.#held = [];
      return;
    }
    if (this.#holder !== name) this.#hand(name, this.#cpus === 2 ? 'pass' : 'switch', step);
    this.#lines.push(...before);
    this.#line(text, step);
    this.#lines.push(...after);
  }

  /** Out of the CPU inside KVM_RUN: HLT. main takes over. */
  #sleep(name: string, vcpu: Vcpu, step: number): void {
    vcpu.program.push('halt', 'rd:0x1d9', 'wr:0x1d9,0', `dump:${this.records}`);
    if (this.#holder !== name) this.#hand(name, this.#cpus === 2 ? 'pass' : 'switch', step);
    this.#line(['run', ...vcpu.program].join(' '), step);
    vcpu.program = [];
    vcpu.where = 'asleep';
    this.#holder = 'main';
  }

  #hand(task: string, how: 'switch' | 'pass', step?: number): void {
    if (this.#holder === task) return;
    this.#line(`${how} ${task}`, step);
    this.#holder = task;
  }

  #line(text: string, step?: number): void {
    this.#lines.push(step === undefined ? { text } : { text, step });
  }
}

const vmName = (vm: number): string => `vm${vm}`;
