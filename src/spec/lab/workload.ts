/** A workload: steps for the agent with what some of them are to give, as a text of lines. */
import { LAB_CPU_NAMES, type LabCpu, type PlanLine } from './plan.ts';
import { agentSteps, resultsByStep } from './log/results.ts';
import type { LabLog } from './log/types.ts';

export interface Workload {
  readonly name: string;
  /** What it does, one sentence. */
  readonly title: string;
  readonly cpu: LabCpu;
  readonly cpus: 1 | 2;
  readonly lines: readonly PlanLine[];
  readonly expected: readonly Expectation[];
}

/** What the step on a line is to give. */
interface Expectation {
  /** Index in the lines of the workload. */
  readonly line: number;
  /** Section of the manual, or what else says so. */
  readonly source: string;
  /** Words of the result; `*` is any word, `>0` a number that is not 0. Words that follow are not looked at. */
  readonly words: readonly string[];
}

/** A workload that cannot be read: names the line and what was expected. */
class WorkloadError extends Error {
  override readonly name = 'WorkloadError';
}

/**
 * Reads a workload. The first line is `# TITLE`; `# cpu NAME` and `# cpus N` say where it runs, Skylake with one CPU unless
 * told; `#= SOURCE: WORDS` says what the step above it is to give. Throws a WorkloadError.
 */
export function parseWorkload(name: string, text: string): Workload {
  const [first = '', ...rest] = text.split('\n');
  if (!first.startsWith('# ')) throw new WorkloadError(`${name}: line 1: expected "# " and what the workload does`);
  const lines: PlanLine[] = [];
  const expected: Expectation[] = [];
  let cpu: LabCpu = 'skylake';
  let cpus: 1 | 2 = 1;
  for (const [index, line] of rest.entries()) {
    const fail = (what: string): never => {
      throw new WorkloadError(`${name}: line ${index + 2}: ${what}`);
    };
    if (line.startsWith('#= ')) {
      const [source, words] = line.slice(3).split(': ');
      if (lines.length === 0 || words === undefined) fail('expected "#= SOURCE: WORDS" below a step');
      else expected.push({ line: lines.length - 1, source, words: words.split(' ') });
    } else if (line.startsWith('# cpu ')) {
      const found = LAB_CPU_NAMES.find((known) => known === line.slice(6));
      cpu = found ?? fail(`found CPU "${line.slice(6)}", expected ${LAB_CPU_NAMES.join(', ')}`);
    } else if (line.startsWith('# cpus ')) {
      const found = line.slice(7);
      cpus = found === '1' ? 1 : found === '2' ? 2 : fail(`found ${found} CPUs, expected 1 or 2`);
    } else if (line !== '' && !line.startsWith('#')) lines.push({ text: line });
  }
  return { name, title: first.slice(2), cpu, cpus, lines, expected };
}

/** What a step gave that it was not to give: one sentence each. */
export function unmet({ lines, expected }: Pick<Workload, 'lines' | 'expected'>, log: LabLog): string[] {
  const results = resultsByStep(log);
  const steps = agentSteps(lines);
  return expected.flatMap(({ line, source, words }) => {
    const found = (results.get(steps.get(line) ?? -1) ?? 'nothing').split(' ');
    if (words.every((word, index) => fits(word, found[index]))) return [];
    return [`${source}: "${lines[line].text}" gives ${found.slice(0, words.length).join(' ')}, not ${words.join(' ')}`];
  });
}

const fits = (word: string, found: string | undefined): boolean =>
  word === '>0' ? /^[0-9a-f]*[1-9a-f][0-9a-f]*$/.test(found ?? '') : word === '*' || word === found;
