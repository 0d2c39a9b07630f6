/** Replays the counterexamples of the register world in KVM's code. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MSR } from '../../src/spec/model/register/index.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';
import { parseRun, runScenarioLines, type Kernel } from '../harness-run.ts';
import { root } from '../hash.ts';
import type { Reproduction } from '../reproductions.ts';
import { compareWalk, mirror, ofCode } from './run.ts';
import type { RegisterWalk } from './walk.ts';
import { scenarioWalk } from './scenario.ts';

const ANSWERS = 3;

/** Of the checked-in counterexample of a rule on a design, or undefined where there is none. */
export async function reproduceScenario(
  kernel: Kernel,
  rule: string,
  design: string,
): Promise<Reproduction | undefined> {
  const file = join(root, 'scenarios', 'counterexamples', rule, `${design}.json`);
  if (!existsSync(file)) return undefined;
  const scenario = JSON.parse(readFileSync(file, 'utf8')) as Scenario;
  const subject = { rule, design, kernel: kernel.version };
  const no = (reason: string): Reproduction => ({ ...subject, reproduced: false, reason });
  const walk = scenarioWalk(scenario);
  if (typeof walk === 'string') return no(walk);
  const last = scenario.steps.at(-1);
  if (last?.op === 'guest.rdmsr' && Number(last.msr) === MSR.XSS) return no('the harness has no XSS to read');
  const others = comparedWalks(scenario);
  if (typeof others === 'string') return no(`of the vCPU that the rule compares with: ${others}`);
  for (const other of others) {
    const [seen] = await runScenarioLines(kernel, other.host.cpu, [mirror(other)], 'brief');
    const differs = compareWalk(kernel, other, parseRun(seen));
    if (differs !== undefined)
      return no(
        `of the vCPU that the rule compares with, the model says ${differs.model} and the code ${differs.code}`,
      );
  }
  const [lines] = await runScenarioLines(kernel, walk.host.cpu, [mirror(walk)], 'brief');
  const states = parseRun(lines);
  const mismatch = compareWalk(kernel, walk, states);
  if (mismatch !== undefined) {
    return no(`${mismatch.steps.length} steps in, the model says ${mismatch.model} and the code ${mismatch.code}`);
  }
  let next = 2;
  const answers = walk.steps.map((step) => {
    const state = states[next + step.answer];
    next += step.steps.length;
    return `${step.does}: ${ofCode(step, state)}`;
  });
  const { cpu } = walk.host;
  return { ...subject, reproduced: true, cpu, steps: scenario.steps, answers: answers.slice(-ANSWERS) };
}

/** The vCPUs that the rule compares with, each as a walk of its own, or why the harness can't take one of them. */
function comparedWalks({ compared = [], host, ...scenario }: Scenario): RegisterWalk[] | string {
  const walks: RegisterWalk[] = [];
  for (const run of compared) {
    const theirs = run.host ?? host;
    const walk = scenarioWalk({ ...scenario, ...(theirs && { host: theirs }), steps: run.steps });
    if (typeof walk === 'string') return walk;
    walks.push(walk);
  }
  return walks;
}
