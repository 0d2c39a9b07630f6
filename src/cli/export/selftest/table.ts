import { DEBUGCTL, hostOf, MSR, type Host } from '../../../spec/model/register/index.ts';
import { parseHost } from '../../../spec/scenario/host-fields.ts';
import { replayRegister, type ReplayLine } from '../../../spec/scenario/replay-register.ts';
import type { Scenario, ScenarioStep } from '../../../spec/scenario/types.ts';
import { msrName, valueOf } from './registers.ts';

/** One scenario as the rows of a C table, with what a host has to have for it. */
export interface SelftestTable {
  /** A C identifier. */
  readonly name: string;
  readonly title: string;
  /** Members of `struct lbr_scenario`. */
  readonly members: readonly string[];
  /** Initializers of `struct lbr_step`, by the macros of lbr_contract.h. */
  readonly rows: readonly string[];
}

const EXPECT: Readonly<Record<string, string>> = { ok: 'OK', '#GP': 'GP', refused: 'REFUSED' };

/** The scenario with the outcomes that the design `contract` gives it. The caller checked `needsMore()`. */
export function selftestTable(name: string, scenario: Scenario): SelftestTable {
  const host = scenario.host === undefined ? hostOf() : parseHost(scenario.host, '$.host');
  const lines = replayRegister({ ...scenario, design: 'contract', switches: {} });
  const recording = firstRecording(scenario.steps);
  const rows = scenario.steps.map((step, index) => row(step, lines[index], host, index > recording));
  return {
    name: name.replaceAll(/\W/g, '_'),
    title: scenario.title ?? name,
    members: members(scenario.steps, host),
    rows,
  };
}

function members(steps: readonly ScenarioStep[], host: Host): string[] {
  return [
    `.lbr_fmt = ${host.lbr === 'legacy' ? host.lbrFmt : 0},`,
    ...(steps.some((step) => isRecord(msrOf(step))) ? ['.exact_fmt = true,'] : []),
    ...(steps.some((step) => step['rtm'] === true) ? ['.needs_rtm = true,'] : []),
    ...(steps.some((step) => step['busLockDetect'] === true) ? ['.needs_bus_lock = true,'] : []),
    ...(steps.some((step) => step.op === 'host.open_lbr_event') ? ['.needs_perf = true,'] : []),
    ...(steps.some((step) => step.op === 'host.freeze_in_smm') ? ['.needs_freeze_in_smm = true,'] : []),
  ];
}

/** The step from which on the CPU records, so that records and TOS are whatever the guest branched. */
function firstRecording(steps: readonly ScenarioStep[]): number {
  const index = steps.findIndex(
    (step) =>
      step.op !== 'vmm.get_msr' &&
      msrOf(step) === MSR.DEBUGCTL &&
      (BigInt(String(step['value'] ?? 0)) & DEBUGCTL.LBR) !== 0n,
  );
  return index === -1 ? Infinity : index;
}

function row(step: ScenarioStep, line: ReplayLine, host: Host, recorded: boolean): string {
  const expect = EXPECT[line.result];
  const rule = `"${line.rule ?? ''}"`;
  const msr = msrOf(step) ?? 0;
  switch (step.op) {
    case 'vmm.set_cpuid':
      return `VMM_SET_CPUID(${[expect, rule, ...cpuid(step, host)].join(', ')})`;
    case 'vmm.set_msr':
    case 'guest.wrmsr': {
      const name = step.op === 'vmm.set_msr' ? 'VMM_SET_MSR' : 'GUEST_WRMSR';
      return `${name}(${msrName(msr)}, ${valueOf(msr, String(step['value']))}, ${expect}, ${rule})`;
    }
    case 'vmm.get_msr':
    case 'guest.rdmsr': {
      const who = step.op === 'vmm.get_msr' ? 'VMM' : 'GUEST';
      const unknowable = recorded && (isRecord(msr) || msr === MSR.LBR_TOS);
      if (line.result !== 'ok' || unknowable)
        return `${who === 'VMM' ? 'VMM_GET_MSR' : 'GUEST_RDMSR'}(${msrName(msr)}, ${expect}, ${rule})`;
      const mask = msr === MSR.PERF_CAPABILITIES ? 'KNOWN_CAPS' : 'ALL_BITS';
      return `${who}_READS(${msrName(msr)}, ${valueOf(msr, line.value ?? 0)}, ${mask}, ${rule})`;
    }
    case 'vmm.list_msr':
      return `VMM_LISTS(${msrName(msr)}, ${valueOf(msr, line.value ?? 0)}, ${rule})`;
    case 'host.open_lbr_event':
      return `HOST_OPEN_EVENT(${priority(step)}, ${expect}, ${rule})`;
    case 'host.freeze_in_smm':
      return `HOST_FREEZE_IN_SMM(${step['on'] === false ? 'false' : 'true'}, ${expect}, ${rule})`;
    default:
      return `${step.op.replace('.', '_').replace('_lbr', '').toUpperCase()}(${expect}, ${rule})`;
  }
}

/** The members of `struct lbr_cpuid` that are not zero. */
function cpuid(step: ScenarioStep, host: Host): string[] {
  const { pdcm = true, rtm = false, busLockDetect = false, pmuVersion = 2, model = host.model } = step;
  const delta = Number(model) - host.model;
  return [
    ...(pdcm === true ? ['.pdcm = true'] : []),
    ...(rtm === true ? ['.rtm = true'] : []),
    ...(busLockDetect === true ? ['.bus_lock = true'] : []),
    ...(Number(pmuVersion) > 0 ? [`.pmu_version = ${String(pmuVersion)}`] : []),
    ...(delta === 0 ? [] : [`.model_delta = ${delta}`]),
  ];
}

function priority(step: ScenarioStep): string {
  const name = String(step['priority'] ?? 'cpu-pinned');
  return name.toUpperCase().replace('-', '_');
}

function msrOf(step: ScenarioStep): number | undefined {
  return step['msr'] === undefined ? undefined : Number(step['msr']);
}

/** FROM, TO and INFO: which exist depends on the format and the depth of the CPU. */
function isRecord(msr: number | undefined): boolean {
  if (msr === undefined) return false;
  return (msr >= 0x40 && msr < 0x80) || (msr >= 0x680 && msr < 0x700) || (msr >= 0xdc0 && msr < 0xe00);
}
