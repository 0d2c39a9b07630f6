/** Runs what the chapters say of crossed boundaries in a kernel's own code, and compares how each scenario ends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScenarios, type HarnessState, type HarnessStep, type Kernel } from './harness-run.ts';
import { root } from './hash.ts';

const FILE = 'ground-truth/hazards.jsonl';

/** CPU of the harness on which they run: 32 records. */
const CPU = 'skylake';

/** What the last state of a scenario is: `vlbr` has the vCPU threads with a guest LBR event, the rest is as the harness says. */
interface Ends {
  readonly running: string;
  readonly records: string;
  readonly events: Readonly<Record<string, string>>;
  readonly samples?: Readonly<Record<string, string>>;
  readonly vlbr: Readonly<Record<string, string>>;
}

interface Hazard {
  /** What happens in it, for readers. */
  readonly title: string;
  readonly ends: Ends;
  readonly steps: readonly HarnessStep[];
}

/** The scenarios of `hazards.jsonl`, one per line. Throws an Error that names the line without a title, steps or end. */
export function hazards(): Hazard[] {
  const lines = readFileSync(join(root, FILE), 'utf8').trimEnd().split('\n');
  return lines.map((line, index) => {
    const hazard = JSON.parse(line) as Partial<Hazard>;
    const { title, ends, steps } = hazard;
    if (title === undefined || ends === undefined || steps === undefined)
      throw new Error(`${FILE}:${index + 1}: expected "title", "ends" and "steps"`);
    return { title, ends, steps };
  });
}

/** Where a kernel's code ends a scenario otherwise than the file says, one sentence each; empty where nowhere. */
export async function hazardDifferences(kernel: Kernel): Promise<string[]> {
  const all = hazards();
  const runs = await runScenarios(
    kernel,
    CPU,
    all.map(({ steps }) => steps),
  );
  return all.flatMap(({ title, ends }, index) => {
    const last = runs[index].at(-1);
    const found = last === undefined ? 'no state' : JSON.stringify(endOf(last), sorted);
    const expected = JSON.stringify({ samples: {}, ...ends }, sorted);
    return found === expected ? [] : [`${title}: ${kernel.version} ends with ${found}, expected ${expected}`];
  });
}

function endOf({ running, records, events, samples, tasks }: HarnessState): Required<Ends> {
  const vlbr = Object.entries(tasks).flatMap(([name, task]) => (task.vlbr === '' ? [] : [[name, task.vlbr] as const]));
  return { running, records, events, samples, vlbr: Object.fromEntries(vlbr) };
}

const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
