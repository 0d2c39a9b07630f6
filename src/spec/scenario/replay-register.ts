import { hex, Session, SessionError, type Outcome } from '../model/register/index.ts';
import { parseRegisterScenario, type PreparedStep } from './parse.ts';
import { ScenarioError } from './problem.ts';
import type { Scenario } from './types.ts';
import { setUpWithoutLbr, type UsualGuest } from './usual-guest.ts';

/** One line of `lbr-contract replay`: what the caller of one step saw. */
export interface ReplayLine {
  readonly step: number;
  readonly op: string;
  readonly result: Outcome['result'];
  /** For a read, what the reader sees; for a write that succeeded, what a reader would see after it. */
  readonly value?: string;
  readonly rule?: string;
  readonly why?: string;
}

/**
 * Runs a document of the register world. A document without `vmm.set_cpuid` gets the default CPUID before the first
 * step that uses the vCPU, and with it what KVM offers in PERF_CAPABILITIES; `guest` "no-lbr" takes LBR_FMT from it.
 * Throws a ScenarioError for a step that makes no sense where it stands.
 */
export function replayRegister(scenario: Scenario, guest: UsualGuest = 'lbr'): readonly ReplayLine[] {
  const { host, settings, steps } = parseRegisterScenario(scenario);
  const session = new Session(host, settings);
  let needsCpuid = !steps.some(({ op }) => op === 'vmm.set_cpuid');
  return steps.map((step, index) => {
    if (needsCpuid && step.usesVcpu) {
      if (guest === 'lbr') session.setCpuid();
      else setUpWithoutLbr(session, settings);
      needsCpuid = false;
    }
    return line(index, step, perform(session, step), session);
  });
}

function perform(session: Session, step: PreparedStep): Outcome {
  try {
    return step.perform(session);
  } catch (error) {
    if (error instanceof SessionError) throw new ScenarioError(step.path, `${step.op}: ${error.message}`);
    throw error;
  }
}

function line(index: number, step: PreparedStep, outcome: Outcome, session: Session): ReplayLine {
  const { result, rule, why } = outcome;
  const wrote = result === 'ok' && step.writes ? session.readBack(step.writes.msr, step.writes.by) : outcome;
  return {
    step: index,
    op: step.op,
    result,
    ...(wrote.value !== undefined && { value: hex(wrote.value) }),
    ...(rule !== undefined && { rule }),
    ...(why !== undefined && { why }),
  };
}
