import { Session } from '../model/register/index.ts';
import type { LbrRegisterRule } from '../rules/kit/register/rule.ts';
import { FORMAT } from '../scenario/parse.ts';
import type { ComparedRun, Scenario, ScenarioStep } from '../scenario/types.ts';
import type { RegisterSettings } from '../switches/register.ts';
import { caseToJson } from './case-text.ts';
import type { RegisterDesign } from './register-design.ts';
import { fieldsToJson, stepToJson } from './step-to-json.ts';
import { breakingStep, perform, stepKey, type Trial, type TrialRun } from './trial.ts';

/**
 * The run of a case that breaks a rule, as a document that `replay` takes: the steps of the vCPU on trial up to the one
 * that breaks the rule, and what the vCPUs did that it is compared with.
 */
export function counterexampleOf(
  rule: LbrRegisterRule,
  design: RegisterDesign,
  testCase: unknown,
  trial: Trial,
): Scenario {
  const document = {
    format: FORMAT,
    design: design.name,
    ...(design.switches && { switches: design.switches }),
  } as const;
  const ending = { title: rule.title, violates: rule.id };
  if (trial.judged < 0) return { ...document, ...ending, steps: [], case: caseToJson(testCase) };
  const judged = trial.runs[trial.judged];
  const breaks = breakingStep(rule, design.settings, testCase, trial);
  const compared = trial.runs
    .filter(({ reference }) => reference !== undefined)
    .map((run) => comparedRun(run, judged, breaks, design.settings))
    .filter(({ steps }) => says(steps));
  return {
    ...document,
    ...(Object.keys(judged.host).length > 0 && { host: fieldsToJson(judged.host) }),
    ...ending,
    steps: told(judged, breaks, design.settings),
    ...(compared.length > 0 && { compared }),
    case: caseToJson(testCase),
  };
}

/** What happens to a vCPU before anybody looks at it tells nothing. */
const says = (steps: ComparedRun['steps']): boolean => steps.some(({ op }) => op !== 'vmm.set_cpuid');

/** Up to the step that the run on trial ended with, where it did the same. */
function comparedRun(run: TrialRun, judged: TrialRun, breaks: number, settings: RegisterSettings): ComparedRun {
  const { session, host, reference = '' } = run;
  const key = stepKey(judged.session.steps[breaks]);
  const same = session.steps.findLastIndex((step) => stepKey(step) === key);
  return {
    as: reference,
    ...(JSON.stringify(fieldsToJson(host)) !== JSON.stringify(fieldsToJson(judged.host)) && {
      host: fieldsToJson(host),
    }),
    steps: told(run, same < 0 ? session.steps.length - 1 : same, settings),
  };
}

const READS = /^(guest\.(rdmsr|vmread)|vmm\.(get_msr|list_msr)|host\.rdmsr)$/;

/** The steps up to one of them, without the reads of other registers that change nothing of what follows. */
function told({ session, host, outcomes }: TrialRun, last: number, settings: RegisterSettings): ScenarioStep[] {
  if (last < 0) return [];
  const key = stepKey(session.steps[last]);
  let kept = session.steps.slice(0, last + 1).map((_, index) => index);
  for (const index of kept) {
    const step = session.steps[index];
    if (!READS.test(step.op) || stepKey(step) === key) continue;
    const without = kept.filter((one) => one !== index);
    if (sees(without, session, outcomes, new Session(host, settings))) kept = without;
  }
  return kept.map((index) => stepToJson(session.steps[index]));
}

/** Whether a fresh vCPU that takes these steps alone sees what was seen. */
function sees(kept: readonly number[], { steps }: Session, outcomes: TrialRun['outcomes'], fresh: Session): boolean {
  try {
    return kept.every((index) => {
      const { result, value } = perform(fresh, steps[index]);
      return result === outcomes[index].result && value === outcomes[index].value;
    });
  } catch {
    return false;
  }
}
