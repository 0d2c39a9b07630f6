/** Replays the counterexamples of the register world in KVM's code. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../../src/spec/scenario/types.ts';
import { parseRun, runScenarioLines, type Kernel } from '../harness-run.ts';
import { root } from '../hash.ts';
import type { Reproduction } from '../reproductions.ts';
import { compareWalk, mirror, ofCode } from './run.ts';
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
  const walk = scenarioWalk(scenario);
  if (typeof walk === 'string') return { ...subject, reproduced: false, reason: walk };
  const [lines] = await runScenarioLines(kernel, walk.host.cpu, [mirror(walk)], 'brief');
  const states = parseRun(lines);
  const mismatch = compareWalk(kernel, walk, states);
  if (mismatch !== undefined) {
    const reason = `${mismatch.steps.length} steps in, the model says ${mismatch.model} and the code ${mismatch.code}`;
    return { ...subject, reproduced: false, reason };
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
