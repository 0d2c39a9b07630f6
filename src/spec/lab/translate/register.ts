import { hex } from '../../model/register/index.ts';
import { parseRegisterScenario } from '../../scenario/parse.ts';
import { replayRegister, type ReplayLine } from '../../scenario/replay-register.ts';
import { ScenarioError } from '../../scenario/problem.ts';
import type { Scenario, ScenarioStep } from '../../scenario/types.ts';
import type { LabCpu, Obstacle, Plan, PlanLine } from '../plan.ts';
import { asLeft, entriesAsLeft } from './vmcs12.ts';

/** A plan of the register world, and what the model says that each step gives. */
export interface RegisterPlan extends Plan {
  readonly expected: readonly Expected[];
}

/** What one step of the scenario is to give, and where that is found in the results of the run. */
export interface Expected {
  readonly step: number;
  readonly op: string;
  readonly result: ReplayLine['result'];
  /** Absent where only success or failure can be compared. */
  readonly value?: string;
  /** What the step gives where the rule is kept, where that is something else. */
  readonly kept?: string;
  /** True where branches change the register: addresses and counts differ between model and kernel. */
  readonly branches: boolean;
  /** Index of the line in the plan, and of the first word of its result. */
  readonly line: number;
  readonly word: number;
  /** `guest-read`: value, then 1 for #GP. `guest-write`: 1 for #GP. `vmm`: `ok VALUE` or `refused`. */
  readonly form: 'guest-read' | 'guest-write' | 'guest-value' | 'vmm' | 'entry';
}

/** Kernels of these designs stuff no MSRs, and refuse to have that turned off. */
const WITHOUT_THE_QUIRK: ReadonlySet<string> = new Set(['v5.12', 'v6.2']);

const CANNOT: Readonly<Record<string, string>> = {
  'guest.smi': 'the agent has no SMM code',
  'guest.rsm': 'the agent has no SMM code',
  'guest.nmi': 'an NMI without a sender is not among the agent’s steps',
  'vmm.reset': 'KVM_RUN after RESET starts in real mode, where the guest’s interpreter cannot go on',
  'vmm.init': 'KVM_RUN after INIT starts in real mode, where the guest’s interpreter cannot go on',
  'guest.xrstors': 'KVM offers no Arch LBR to guests in a release',
};

/** The agent's steps for a scenario of the register world. Throws a ScenarioError for one that makes no sense. */
export function translateRegister(scenario: Scenario): RegisterPlan | Obstacle {
  const { host } = parseRegisterScenario(scenario);
  const cpu = cpuFor(scenario);
  if (typeof cpu !== 'string') return cpu;
  for (const { op } of scenario.steps) if (CANNOT[op] !== undefined) return { cannot: CANNOT[op] };
  if (scenario.steps.some((step) => step['rtm'] === true || step['busLockDetect'] === true || givesAbsentBits(step)))
    return { cannot: 'no emulated CPU has RTM or bus-lock detection' };
  if (host.mediatedPmu) return { cannot: 'kvm_intel is loaded without the mediated vPMU' };
  const given = replayRegister(scenario);
  const plan = new RegisterWriter(scenario, given, keptBy(scenario)).plan(cpu);
  if (tellsApart(plan)) return plan;
  const left = new Set(entriesAsLeft(scenario));
  const again = new RegisterWriter(scenario, given, keptBy(asLeft(scenario, left)), left).plan(cpu);
  if (tellsApart(again)) return again;
  return { cannot: 'its steps give the same results where the rule is kept' };
}

/** DEBUGCTL.BUS_LOCK_DETECT or RTM by the VMM: KVM takes them where the host has the feature. */
function givesAbsentBits({ op, msr, value }: ScenarioStep): boolean {
  if (op !== 'vmm.set_msr' || numberText(msr) !== '0x1d9') return false;
  return (BigInt(numberText(value)) & ABSENT_BITS) !== 0n;
}
const ABSENT_BITS = 0x8004n;

/** Whether the plan says what some step gives where the rule is kept; an obstacle is final. */
const tellsApart = (plan: RegisterPlan | Obstacle): boolean =>
  'cannot' in plan || plan.expected.some(({ kept }) => kept !== undefined);

/** MSRs that branches change: TOS and the records. */
const BRANCHES = /^0x(1c9|6[89a-d][0-9a-f]|d[cd][0-9a-f]|1[256][01][0-9a-f])$/;

/** The same steps on the design that keeps every rule; nothing where they make no sense there. */
function keptBy(scenario: Scenario): readonly ReplayLine[] {
  try {
    return replayRegister({ ...scenario, design: 'contract' });
  } catch (error) {
    if (error instanceof ScenarioError) return [];
    throw error;
  }
}

/** The emulated CPU that is like the scenario's host, in what the scenario says of it. */
function cpuFor({ host = {} }: Scenario): LabCpu | Obstacle {
  const wanted = Object.entries(host);
  for (const [name, value] of wanted) {
    if (name === 'lbr' && value === 'arch') continue;
    if ((name === 'rtm' || name === 'busLockDetect') && typeof value === 'boolean') continue;
    return { cannot: `no emulated CPU has ${name} ${String(value)}` };
  }
  return host['lbr'] === 'arch' ? 'sapphire-rapids' : 'skylake';
}

class RegisterWriter {
  readonly #lines: PlanLine[] = [];
  readonly #expected: Expected[] = [];
  readonly #notes = new Set<string>();
  readonly #scenario: Scenario;
  readonly #given: readonly ReplayLine[];
  #program: string[] = [];
  #words = 0;
  #pending: Omit<Expected, 'line'>[] = [];
  #made = false;
  #holder = 'main';

  readonly #kept: readonly ReplayLine[];

  /** Steps that enter L2 with the DEBUGCTL that the last exit left in the vmcs12. */
  readonly #asLeft: ReadonlySet<number>;

  constructor(
    scenario: Scenario,
    given: readonly ReplayLine[],
    kept: readonly ReplayLine[],
    asLeft: ReadonlySet<number> = new Set(),
  ) {
    this.#asLeft = asLeft;
    this.#scenario = scenario;
    this.#given = given;
    this.#kept = kept;
  }

  plan(cpu: LabCpu): RegisterPlan | Obstacle {
    const { steps } = this.#scenario;
    const before = steps.filter(({ op }) => op === 'vmm.disable_pmu' || op === 'vmm.disable_stuffed_msrs');
    const create = ['vm A'];
    if (before.some(({ op }) => op === 'vmm.disable_pmu')) create.push('disable_pmu=1');
    if (before.some(({ op }) => op === 'vmm.disable_stuffed_msrs')) {
      if (WITHOUT_THE_QUIRK.has(this.#scenario.design))
        this.#notes.add('The kernel has no quirk of stuffed MSRs to turn off.');
      else create.push('quirk_stuffed_msrs=0');
    }
    const setsCpuid = steps.some(({ op }) => op === 'vmm.set_cpuid');
    this.#line([...create, setsCpuid ? 'cpuid=0' : 'lbr=host'].join(' '));
    // The model's host has it off, the kernel has it on unless told otherwise.
    this.#line('freeze_on_smi 0');
    for (const [index, step] of steps.entries()) {
      const obstacle = this.#step(step, index);
      if (obstacle !== undefined) return { cannot: obstacle };
    }
    this.#flush();
    if (this.#holder !== 'main') this.#line('switch main');
    return { cpus: 1, cpu, lines: this.#lines, notes: [...this.#notes], expected: this.#expected };
  }

  #step(step: ScenarioStep, index: number): string | undefined {
    const [actor] = step.op.split('.');
    if (actor === 'guest') return this.#guest(step, index);
    if (step.op === 'vmm.disable_pmu' || step.op === 'vmm.disable_stuffed_msrs') return undefined;
    if (step.op === 'vmm.run') return void this.#program.push('exit');
    this.#flush();
    switch (step.op) {
      case 'vmm.set_cpuid':
        this.#line(['cpuid A', ...cpuidWords(step)].join(' '), index);
        return this.#format(index);
      case 'vmm.get_msr':
        return this.#vmm(`get A ${msrOf(step)}`, index);
      case 'vmm.set_msr':
        return this.#vmm(`set A ${msrOf(step)} ${numberText(step['value'])}`, index, false);
      case 'vmm.get_feature_msr':
        return this.#vmm(`feature ${numberText(step['msr'] ?? '0x345')}`, index);
      case 'vmm.list_msr':
        return this.#vmm(`list ${msrOf(step)}`, index);
      case 'vmm.save':
        return void this.#line('save A', index);
      case 'vmm.restore':
        return void this.#restore(index);
      case 'host.open_lbr_event':
        return void this.#line(openLbrEvent(step), index);
      case 'host.close_lbr_event':
        return void this.#line('close host', index);
      case 'host.freeze_in_smm':
        return void this.#line(`freeze_on_smi ${step['on'] === false ? 0 : 1}`, index);
      case 'host.rdmsr':
        return this.#vmm(`hostmsr ${msrOf(step)}`, index);
      case 'cpu.guest_debugctl':
        this.#entry(index);
        return undefined;
      default:
        return `the agent has no step for ${step.op}`;
    }
  }

  /** The model's default CPUID comes with KVM's PERF_CAPABILITIES. */
  #format(index: number): undefined {
    const setsFormat = this.#scenario.steps.some(({ op, msr }) => op === 'vmm.set_msr' && numberText(msr) === '0x345');
    if (!this.#made && !setsFormat) this.#line('set A 0x345 kvm', index);
    this.#made = true;
    return undefined;
  }

  #guest(step: ScenarioStep, index: number): string | undefined {
    switch (step.op) {
      case 'guest.rdmsr':
        return this.#operation(`rd:${msrOf(step)}`, index, 'guest-read', 2);
      case 'guest.wrmsr':
        return this.#operation(`wr:${msrOf(step)},${numberText(step['value'])}`, index, 'guest-write', 1);
      case 'guest.branch':
        return void this.#program.push('branch:1');
      case 'guest.pmi':
        return this.#operation('pmi:200', undefined, 'guest-value', 1);
      case 'guest.db':
        return this.#operation('db', undefined, 'guest-value', 1);
      case 'guest.vmenter_l2':
        return this.#operation(
          `enter:${numberText(step['debugctl'] ?? 0)},${this.#asLeft.has(index) ? 2 : step['loadDebugControls'] === false ? 0 : 1}`,
          undefined,
          'guest-value',
          0,
        );
      case 'guest.vmexit_l1':
        this.#program.push('leave');
        this.#words += 1;
        return undefined;
      case 'guest.vmread':
        return this.#operation('vmread:0x2802', index, 'guest-value', 1);
      default:
        return `the guest has no operation for ${step.op}`;
    }
  }

  /** `words`: how many words of the result it gives. */
  #operation(text: string, index: number | undefined, form: Expected['form'], words: number): undefined {
    this.#program.push(text);
    if (index !== undefined) {
      const { value } = this.#given[index];
      const shown = form === 'guest-write' ? undefined : value;
      this.#pending.push({
        ...this.#common(index),
        ...(shown !== undefined && { value: shown }),
        word: this.#words,
        form,
      });
    }
    this.#words += words;
    return undefined;
  }

  #vmm(text: string, index: number, reads = true): undefined {
    this.#line(text, index);
    const { value } = this.#given[index];
    const shown = reads && value !== undefined ? { value } : {};
    this.#expected.push({ ...this.#common(index), ...shown, line: this.#lines.length - 1, word: 0, form: 'vmm' });
    return undefined;
  }

  #common(index: number): Pick<Expected, 'step' | 'op' | 'result' | 'branches' | 'kept'> {
    const { op, result, value } = this.#given[index];
    const { msr } = this.#scenario.steps[index];
    const kept = this.#kept[index];
    // The value after a write is the model's; the agent has only the success of it.
    const reads = op !== 'guest.wrmsr' && op !== 'vmm.set_msr';
    const differs = kept !== undefined && (kept.result !== result || (reads && kept.value !== value));
    const keptText = differs
      ? kept.value === undefined || !reads
        ? kept.result
        : `${kept.result} ${kept.value}`
      : undefined;
    return {
      step: index,
      op,
      result,
      branches: msr !== undefined && BRANCHES.test(numberText(msr)),
      ...(keptText !== undefined && { kept: keptText }),
    };
  }

  /** DEBUGCTL in hardware is in the log of the last VM-entry. */
  #entry(index: number): void {
    this.#program.push('branch:1');
    this.#flush();
    const { value } = this.#given[index];
    const shown = value === undefined ? {} : { value };
    this.#expected.push({ ...this.#common(index), ...shown, line: this.#lines.length - 1, word: 0, form: 'entry' });
  }

  /** A new VM gets what was saved; the guest goes on there. */
  #restore(index: number): void {
    this.#line('vm B vm=B lbr=host', index);
    this.#line('restore B from=A', index);
    this.#notes.add('What was saved is restored into a second VM; the first one is left as it is.');
    this.#target = 'B';
  }

  #target = 'A';

  #flush(): void {
    if (this.#program.length === 0) return;
    if (this.#holder !== this.#target) {
      if (this.#holder !== 'main') this.#line('switch main');
      this.#line(`switch ${this.#target}`);
      this.#holder = this.#target;
    }
    this.#line(['run', ...this.#program].join(' '));
    const line = this.#lines.length - 1;
    for (const one of this.#pending) this.#expected.push({ ...one, line });
    this.#program = [];
    this.#pending = [];
    this.#words = 0;
    // What follows is the VMM's, whose thread is the vCPU's: nothing is switched.
  }

  #line(text: string, step?: number): void {
    if (text.startsWith('vm ') && this.#holder !== 'main') {
      this.#lines.push({ text: 'switch main' });
      this.#holder = 'main';
    }
    this.#lines.push(step === undefined ? { text } : { text, step });
  }
}

function cpuidWords(step: ScenarioStep): string[] {
  const words: string[] = [];
  const flag = (name: string, key: string, fallback?: number): void => {
    const value = step[name];
    if (typeof value === 'boolean') words.push(`${key}=${value ? 1 : 0}`);
    else if (fallback !== undefined) words.push(`${key}=${fallback}`);
  };
  flag('pdcm', 'pdcm');
  flag('rtm', 'rtm', 0);
  flag('busLockDetect', 'buslock', 0);
  flag('archLbr', 'arch');
  words.push(`pmu=${numberText(step['pmuVersion'] ?? 2)}`);
  if (step['lbrDepth'] !== undefined) words.push(`depth=${numberText(step['lbrDepth'])}`);
  return words;
}

function openLbrEvent({ priority = 'cpu-pinned', likeVlbr }: ScenarioStep): string {
  const text = String(priority);
  const where = text.startsWith('cpu') ? 'cpu=0' : 'task=A';
  const what = likeVlbr === true ? 'type=4 config=0x1b00 branch=0x801' : 'branch=0x13';
  return `open host ${where} ${what}${text.endsWith('pinned') ? ' pinned=1' : ''}`;
}

const msrOf = ({ msr }: ScenarioStep): string => numberText(msr);

/** Numbers of a scenario are text or numbers. */
function numberText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return hex(BigInt(value));
  return String(value).replaceAll('_', '');
}
