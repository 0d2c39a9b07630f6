import type { Instance } from '../../model/protocol/instance.ts';
import { instanceByName } from '../../model/protocol/instances.ts';
import type { Scenario, ScenarioStep } from '../../scenario/types.ts';
import type { LabCpu, Obstacle, Plan } from '../plan.ts';
import { Driver } from './driver.ts';
import { openingStep } from './events.ts';

/** Steps of KVM's loop that the kernel takes by itself between two steps that somebody has to be told. */
const BY_ITSELF = new Set([
  'kvm.disable_irqs',
  'kvm.snapshot_debugctl',
  'kvm.decide_passthrough',
  'kvm.restore_debugctl',
  'kvm.enable_irqs',
  'kvm.handle_exit',
  'kvm.access_lbr_msr',
  'kvm.finish_lbr_msr',
  'kvm.serve_requests',
  'kvm.cancel_entry',
]);

const NOT_THERE: Readonly<Record<string, string>> = {
  'guest.exit_by_nmi': 'the agent cannot time an NMI to the guest’s instruction',
  'nmi.sample_guest': 'the agent cannot have perf sample the guest at a chosen instruction',
  'kvm.handle_exit_without_event': 'the agent cannot make perf refuse the guest LBR event',
  'nmi.pebs_record': 'the emulated CPU has no PEBS',
  'guest.pebs_record': 'the emulated CPU has no PEBS',
  'guest.write_depth': 'KVM offers no Arch LBR to guests in a release',
  'kvm.load_mediated': 'with a mediated vPMU KVM offers no LBR',
  'kvm.put_mediated': 'with a mediated vPMU KVM offers no LBR',
  'kvm.reenter_guest': 'whether KVM takes its fast path is not the guest’s choice',
};

/* oxlint-disable unicorn/no-useless-spread -- one actor a line */
/** Steps that translateStep() carries out, beside those of BY_ITSELF. */
const CARRIED_OUT = new Set([
  'sched.switch',
  'host.branch',
  'kvm.run',
  'kvm.enter_guest',
  'kvm.exit_to_vmm',
  'admin.toggle_freeze_on_smi',
  'vmm.destroy_vm',
  'vmm.set_debugctl',
  'vmm.read_lbr',
  'guest.branch',
  'guest.exit',
  'guest.enable_lbr',
  'guest.disable_lbr',
  'guest.enter_l2',
  'guest.read_lbr',
  'guest.write_select',
  'perf.open',
  'perf.close',
  'perf.enable',
  'perf.disable',
  'perf.rotate',
  'nmi.sample',
]);
/* oxlint-enable unicorn/no-useless-spread */

/** Host actions that the kernel must take between vcpu_load() and the IRQ disable, where a vCPU is there. */
const BY_IPI = /^(perf|admin)\./;

/**
 * The agent's steps for a scenario of the protocol world, with a last look of the guest at the end. Throws a RangeError for a
 * step that the instance does not have.
 */
export function translateProtocol(scenario: Scenario): Plan | Obstacle {
  const instance = instanceByName((scenario.instance ?? '') as string);
  if (instance === undefined) return { cannot: `there is no instance "${scenario.instance ?? ''}"` };
  const obstacle = obstacleOf(instance, scenario.steps);
  if (obstacle !== undefined) return { cannot: obstacle };
  const driver = new Driver(instance, cpuOf(instance), holdsInLoop(scenario.steps), presetVcpus(scenario.steps));
  // The model's administrator has it off at first, the kernel has it on.
  driver.line('freeze_on_smi 0');
  const sparing = scenario.violates === 'LBR-CTX-9';
  if (sparing) driver.note(FEW_RECORDS);
  const told = { driver, instance, steps: scenario.steps, sparing };
  for (const index of scenario.steps.keys()) translateStep(told, index);
  if (GOES_ON_FOR_EVER.has(scenario.violates ?? '')) goOn(driver, scenario.steps);
  close(driver, instance);
  return driver.plan();
}

const FEW_RECORDS =
  'The host event asks for indirect calls of user space: with every call, no record of the guest is left when it comes back.';

/** Where a PMI is raised while a vCPU is in KVM_RUN, by the step before it. */
const SAMPLE_PLACES: Readonly<Record<string, string>> = {
  // KVM has loaded the guest's IA32_XSS.
  'kvm.decide_passthrough': 'wrmsr:0xda0',
  // The exit is the guest's CPUID.
  'kvm.restore_debugctl': 'kvm_emulate_cpuid',
};
/** In a system call: there are records of the kernel then. */
const IN_A_SYSTEM_CALL = 'hrtimer_nanosleep';

/** A scenario as it is translated. */
interface Told {
  readonly driver: Driver;
  readonly instance: Instance;
  readonly steps: readonly ScenarioStep[];
  readonly sparing: boolean;
}

/** Rules whose counterexample ends in a loop: the guest enters and exits, and nothing changes. */
const GOES_ON_FOR_EVER: ReadonlySet<string> = new Set(['LBR-LIV-1', 'LBR-LIV-5']);
/** Turns of the loop: more VM-entries than the judges take for a bounded number. */
const TURNS = 10;

function goOn(driver: Driver, steps: readonly ScenarioStep[]): void {
  const last = steps.findLast(({ op }) => op === 'guest.exit' || op === 'guest.branch');
  if (last === undefined) return;
  for (let turn = 0; turn < TURNS; turn++) driver.guest(String(last['vcpu']), 'exit');
  driver.note(`The loop at the end of the counterexample is taken ${TURNS} times.`);
}

function obstacleOf(instance: Instance, steps: readonly ScenarioStep[]): string | undefined {
  for (const { op } of steps) {
    if (NOT_THERE[op] !== undefined) return NOT_THERE[op];
    if (!BY_ITSELF.has(op) && !CARRIED_OUT.has(op)) return `the agent has no step for ${op}`;
  }
  if (instance.firmware !== undefined) return 'firmware of the emulated machine leaves recording off';
  if (instance.hostEvents.some(({ pebs }) => pebs === true)) return 'the emulated CPU has no PEBS';
  return undefined;
}

function cpuOf({ flavour }: Instance): LabCpu {
  return flavour === 'arch' ? 'sapphire-rapids' : 'skylake';
}

/** vCPUs whose VMM writes DEBUGCTL. It does so before CPUID: KVM asks perf for an event where the vCPU has LBRs already. */
const presetVcpus = (steps: readonly ScenarioStep[]): ReadonlySet<string> =>
  new Set(steps.filter(({ op }) => op === 'vmm.set_debugctl').map(({ vcpu }) => String(vcpu)));

/** Whether an IPI arrives after KVM_RUN began and before the guest was entered. */
function holdsInLoop(steps: readonly ScenarioStep[]): boolean {
  let fresh = false;
  for (const { op } of steps) {
    if (op === 'kvm.run') fresh = true;
    else if (op === 'kvm.enter_guest' || op === 'kvm.exit_to_vmm') fresh = false;
    else if (fresh && BY_IPI.test(op)) return true;
  }
  return false;
}

function translateStep(told: Told, index: number): void {
  const { driver, steps } = told;
  const step = steps[index];
  const { op } = step;
  if (BY_ITSELF.has(op)) return;
  const [actor] = op.split('.');
  if (actor === 'guest') guestStep(driver, step);
  else if (actor === 'perf' || actor === 'nmi') eventStep(told, index);
  else hostStep(driver, step, index);
}

function hostStep(driver: Driver, step: ScenarioStep, index: number): void {
  const vcpu = String(step['vcpu']);
  switch (step.op) {
    case 'sched.switch':
      return driver.switchTo(Number(step['cpu']), String(step['task']), index);
    case 'host.branch':
      return branchOfHost(driver, index);
    case 'kvm.run':
      return driver.run(vcpu, index);
    case 'kvm.enter_guest':
      return driver.entered(vcpu);
    case 'kvm.exit_to_vmm':
      return driver.leave(vcpu, index);
    case 'vmm.destroy_vm':
      return driver.destroy(vcpu, index);
    case 'vmm.set_debugctl':
      driver.act(`set ${vcpu} 0x1d9 0x1`, index);
      return driver.configure(vcpu, index);
    case 'vmm.read_lbr':
      return driver.ofThread(String(step['task']), `get ${vcpu} 0x680`, index);
    case 'admin.toggle_freeze_on_smi':
      return driver.act('freeze_on_smi toggle', index);
    default:
      throw new RangeError(`step ${index}: the lab does not know "${step.op}"`);
  }
}

/** Inside KVM_RUN the kernel takes branches by itself. */
function branchOfHost(driver: Driver, index: number): void {
  if (!driver.inLoop()) driver.line('work 20', index);
}

function guestStep(driver: Driver, { op, ...rest }: ScenarioStep): void {
  const vcpu = String(rest['vcpu']);
  switch (op) {
    case 'guest.branch':
      return driver.guest(vcpu, 'branch:3');
    case 'guest.exit':
      return driver.guest(vcpu, 'exit');
    case 'guest.enable_lbr':
      return driver.guest(vcpu, 'wr:0x1d9,0x1');
    case 'guest.disable_lbr':
      return driver.guest(vcpu, 'wr:0x1d9,0x0');
    case 'guest.enter_l2':
      return driver.guest(vcpu, 'enter:0x1,1');
    case 'guest.read_lbr':
      return driver.guest(vcpu, `dump:${driver.records}`);
    case 'guest.write_select':
      return driver.guest(vcpu, `wr:0x1c8,${vcpu === 'A' ? '0x84' : '0x44'}`);
    default:
      throw new RangeError(`the lab does not know "${op}"`);
  }
}

function eventStep({ driver, instance, steps, sparing }: Told, index: number): void {
  const { op, ...rest } = steps[index];
  if (op === 'perf.rotate') return driver.act('sleep 20', index);
  const name = String(rest['event']);
  const event = instance.hostEvents.find((candidate) => candidate.name === name);
  if (event === undefined) throw new RangeError(`step ${index}: the instance has no event "${name}"`);
  if (op === 'nmi.sample') {
    const place = SAMPLE_PLACES[steps[index - 1]?.op ?? ''];
    if (driver.inLoop() && place !== undefined) return driver.sampleInLoop(place, name, index);
    driver.act(`!at ${IN_A_SYSTEM_CALL} pmi`, index);
    driver.line('sleep 1', index);
    driver.line(`read ${name}`, index);
    return;
  }
  driver.act(op === 'perf.open' ? openingStep(event, sparing) : `${op.slice('perf.'.length)} ${name}`, index);
}

/** The guest looks at what it has, then the users of the events at theirs. */
function close(driver: Driver, instance: Instance): void {
  const looks =
    instance.flavour === 'legacy' ? ['rd:0x1d9', 'branch:3', 'wr:0x1d9,0x0', `dump:${driver.records}`] : ['branch:3'];
  driver.close(looks);
}
