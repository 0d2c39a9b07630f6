// `lbr-contract lab run`: one scenario on one kernel.
import { writeFileSync } from 'node:fs';
import { judgeLog } from '../src/spec/lab/judge/index.ts';
import { printLog } from '../src/spec/lab/judge/trace.ts';
import { judgeRegister } from '../src/spec/lab/outcome.ts';
import type { PlanLine } from '../src/spec/lab/plan.ts';
import { reportText } from '../src/spec/lab/report.ts';
import { stepLines } from '../src/spec/lab/step-lines.ts';
import { ruleById } from '../src/spec/rules/index.ts';
import type { Scenario } from '../src/spec/scenario/types.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { isArchitectural, SEED } from './drive.ts';
import { isObstacle, isRegisterPlan, planOf } from './plan-of.ts';
import { LabSession, RunFailed, type LabRun } from './session.ts';

import { Lacking } from './machine/unpack.ts';

export { Lacking };

export interface RunOptions {
  /** A series or a bzImage; `modules` is the folder of a bzImage's modules. */
  readonly kernel: string;
  readonly modules?: string;
  /** Of the emulated CPU; the scenario's own where it is absent. */
  readonly cpu?: string;
  readonly cpus?: number;
  readonly seed?: number;
  /** Files for the kernel's view as ftrace text, and for the event log. */
  readonly trace?: string;
  readonly log?: string;
  readonly json: boolean;
  /** Name in tickets. */
  readonly name: string;
}

/** Runs a scenario and prints it. Returns 0 where every rule was kept, 1 where one was violated. Throws a UsageError. */
export async function runScenario(
  scenario: Scenario,
  options: RunOptions,
  say: (text: string) => void,
): Promise<number> {
  const plan = planOf(scenario);
  if (isObstacle(plan)) throw new UsageError(`${options.name}: the lab cannot drive this: ${plan.cannot}`);
  const cpu = options.cpu ?? plan.cpu;
  const cpus = options.cpus ?? plan.cpus;
  if (cpus < plan.cpus) throw new UsageError(`--cpus: found ${cpus}, but the scenario needs ${plan.cpus}`);
  const session = new LabSession((line) => void process.stderr.write(`${line}\n`));
  try {
    const kind = {
      kernel: options.kernel,
      ...(options.modules === undefined ? {} : { modules: options.modules }),
      cpu,
      cpus,
      seed: options.seed ?? SEED,
    };
    await known(session, options);
    const run = await session.run(kind, plan.lines);
    if (options.log !== undefined) writeFileSync(options.log, run.text);
    if (options.trace !== undefined) writeFileSync(options.trace, printLog(run.log).text);
    if (options.json) return sayJson(run, plan.lines, cpu, say);
    const status = sayText(run, plan.lines, cpu, options.name, say);
    if (isRegisterPlan(plan)) say(`\nagainst the model of ${scenario.design}: ${judgeRegister(plan, run.log).what}`);
    return status;
  } catch (error) {
    if (error instanceof RunFailed) throw new UsageError(`${options.name}: ${error.message}`);
    throw error;
  } finally {
    await session.close();
  }
}

/** A kernel that is not there, or is not one, is bad input. */
async function known(session: LabSession, { kernel, modules }: RunOptions): Promise<void> {
  try {
    await session.kernel(kernel, modules);
  } catch (error) {
    if (error instanceof Lacking || !(error instanceof Error)) throw error;
    throw new UsageError(`--kernel: ${error.message}`);
  }
}

function sayText(
  run: LabRun,
  lines: readonly PlanLine[],
  cpu: string,
  name: string,
  say: (text: string) => void,
): number {
  const verdict = judgeLog(run.log, isArchitectural(cpu));
  for (const line of stepLines(run.log, lines)) say(line);
  const rules = [...new Set(verdict.findings.map(({ rule }) => rule))].sort();
  for (const rule of rules) {
    const finding = verdict.findings.find((candidate) => candidate.rule === rule);
    const title = ruleById(rule)?.title ?? '';
    if (finding !== undefined) say(`\n${reportText(finding, { head: run.log.head, title, scenario: name })}`);
  }
  const kept = [...verdict.counts].filter(([, { kept, violated }]) => kept > 0 && violated === 0).map(([rule]) => rule);
  say(`\nviolated: ${rules.length === 0 ? 'none' : rules.join(', ')}`);
  say(`kept: ${kept.length === 0 ? 'none' : kept.sort().join(', ')}`);
  say(`instructions ${run.result.instructions}, state ${run.result.hash}`);
  return rules.length === 0 ? 0 : 1;
}

function sayJson(run: LabRun, lines: readonly PlanLine[], cpu: string, say: (text: string) => void): number {
  const { findings, counts } = judgeLog(run.log, isArchitectural(cpu));
  const { head } = run.log;
  const { instructions, hash } = run.result;
  const steps = stepLines(run.log, lines);
  say(
    JSON.stringify(
      { format: 'lbr-lab-run/1', head, instructions, hash, steps, rules: Object.fromEntries(counts), findings },
      undefined,
      1,
    ),
  );
  return findings.length === 0 ? 0 : 1;
}
