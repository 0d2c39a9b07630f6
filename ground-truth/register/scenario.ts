/** A scenario of the register world in steps of the harness. */
import { cpuidOf, hostOf, MSR, Session } from '../../src/spec/model/register/index.ts';
import { parseRegisterScenario } from '../../src/spec/scenario/parse.ts';
import type { Scenario, ScenarioStep } from '../../src/spec/scenario/types.ts';
import type { HarnessStep } from '../harness-run.ts';
import { flagsOf, SERVER, setUpHost } from './hosts.ts';
import { cpuidStep, HOST_TEXT, VCPU, type RegisterWalk } from './walk.ts';

/** The walk that a scenario is, or why the harness can't take it. */
export function scenarioWalk(scenario: Scenario): RegisterWalk | string {
  const other = Object.keys(scenario.host ?? {}).filter((field) => !(field in flagsOf(hostOf())));
  if (other.length > 0) return `the host of the trace differs in ${other.join(', ')}, and the harness has no such host`;
  const { host, settings, steps } = parseRegisterScenario(scenario);
  const session = new Session(host, settings);
  let hostEvent = false;
  const walk: RegisterWalk['steps'][number][] = [];
  for (const [index, prepared] of steps.entries()) {
    const step = scenario.steps[index];
    // The harness has no XSAVES. Looking at XSS changes nothing.
    if (step.op === 'guest.rdmsr' && Number(step.msr) === MSR.XSS) {
      prepared.perform(session);
      continue;
    }
    const mirrored = mirror(step, session);
    if (mirrored === undefined) return REASONS[step.op] ?? `the harness has no ${step.op}`;
    const expected = prepared.perform(session);
    const { msr, value } = step;
    const does = [step.op, msr, value].filter((part) => part !== undefined).join(' ');
    const rebuilds =
      step.op === 'vmm.set_cpuid' || (step.op === 'vmm.set_msr' && Number(msr) === MSR.PERF_CAPABILITIES);
    if (step.op === 'host.open_lbr_event') hostEvent = true;
    if (step.op === 'host.close_lbr_event') hostEvent = false;
    walk.push({ does, expected, answer: 0, steps: hostEvent && rebuilds ? [...mirrored, HOST_BRANCHES] : mirrored });
  }
  return { host: { cpu: SERVER, host, setUp: setUpHost(host) }, steps: walk };
}

const NESTED = 'the harness does not enter L2';
const REASONS: Readonly<Record<string, string>> = {
  'guest.vmenter_l2': NESTED,
  'guest.smi': 'the harness has no SMM',
  'guest.db': 'what a debug exception does to DEBUGCTL, hardware does',
  'vmm.reset': 'RESET of a vCPU needs the local APIC and the MMU, which the harness lacks',
  'vmm.save': 'the harness does not move a vCPU to another VM',
  'cpu.guest_debugctl': 'the harness does not report what DEBUGCTL holds while the guest runs',
  'vmm.disable_stuffed_msrs': 'the harness creates its vCPUs with the quirks that are on by default',
};

const HOST_BRANCHES: HarnessStep = { op: 'host.branches', task: VCPU, value: HOST_TEXT };

function mirror(step: ScenarioStep, { host }: Session): HarnessStep[] | undefined {
  const access = { task: VCPU, msr: Number(step.msr) };
  const write = { ...access, value: String(step.value) };
  switch (step.op) {
    case 'vmm.set_cpuid': {
      const { op: _, ...fields } = step;
      return [cpuidStep(cpuidOf(host, fields))];
    }
    case 'vmm.get_msr':
      return [{ op: 'vmm.get', ...access }];
    case 'vmm.set_msr':
      return [{ op: 'vmm.set', ...write }];
    case 'vmm.get_feature_msr':
      return [{ op: 'vmm.feature', ...access }];
    case 'vmm.list_msr':
      return [{ op: 'vmm.list', ...access }];
    case 'vmm.run':
      return [{ op: 'guest.run', task: VCPU }];
    case 'guest.rdmsr':
      return [{ op: 'guest.rdmsr', ...access }];
    case 'guest.wrmsr':
      return [{ op: 'guest.wrmsr', ...write }];
    case 'guest.branch': {
      const { from = '0x401000', to = '0x402000' } = step;
      return [{ op: 'guest.take_branch', task: VCPU, value: String(from), to: String(to) }];
    }
    case 'guest.pmi':
      return [{ op: 'guest.pmi', task: VCPU }];
    case 'host.rdmsr':
      return [{ op: 'host.rdmsr', ...access }];
    case 'host.open_lbr_event': {
      const kind = String(step.priority ?? 'cpu-pinned');
      const raw = step.likeVlbr === true ? { raw: 0x1b00 } : {};
      return [{ op: 'open', event: 0, kind, task: VCPU, filter: 'A', ...raw }, HOST_BRANCHES];
    }
    case 'host.close_lbr_event':
      return [{ op: 'close', event: 0 }];
    default:
      return undefined;
  }
}
