import { replayRegister, type ReplayLine } from '../replay-register.ts';
import type { Lane, RunView, StepView } from '../run-view.ts';
import type { Scenario, ScenarioStep } from '../types.ts';
import { registerFunctions } from './register-functions.ts';
import { registerOps } from '../ops/index.ts';

const LANES: Readonly<Record<string, Lane>> = {
  guest: 'guest',
  vmm: 'host',
  host: 'perf',
  cpu: 'interrupt',
  kvm: 'kvm',
};
const ACTORS: Readonly<Record<string, string>> = { guest: 'guest', vmm: 'VMM', host: 'host', cpu: 'CPU', kvm: 'KVM' };

/** Replays a scenario of the register world and tells what the caller of each step saw. Throws a ScenarioError. */
export function describeRegister(scenario: Scenario): RunView {
  const lines = replayRegister(scenario);
  return {
    format: 'lbr-run/1',
    scenario,
    instance: 'One vCPU, one call after the other',
    executors: [],
    initial: [],
    initialEvents: [],
    steps: scenario.steps.map((step, index) => stepView(step, lines[index])),
  };
}

function stepView({ op, ...args }: ScenarioStep, line: ReplayLine | undefined): StepView {
  const [actor = ''] = op.split('.');
  const note = [line?.rule, line?.why].filter((part) => part !== undefined).join(': ');
  return {
    op,
    args: Object.fromEntries(Object.entries(args).map(([name, value]) => [name, plain(value)])),
    lane: LANES[actor] ?? 'host',
    actor: ACTORS[actor] ?? actor,
    label: `${registerOps[op]?.about ?? op}${targetText(args)}`,
    functions: registerFunctions(op),
    changes: [],
    ...(note === '' ? {} : { note }),
    cpus: [],
    events: [],
    ...(line === undefined ? {} : { result: line.result }),
    ...(line?.value === undefined ? {} : { value: line.value }),
  };
}

function targetText({ msr, value }: Readonly<Record<string, unknown>>): string {
  if (msr === undefined) return '';
  return value === undefined ? ` (${String(msr)})` : ` (${String(msr)} = ${String(value)})`;
}

const plain = (value: unknown): string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value);
