import type { Subject } from './subjects.ts';

export const TASKS = ['explore', 'bare', 'presized', 'walk', 'fast-check', 'leak'] as const;
export type Task = (typeof TASKS)[number];

export interface Measurement {
  readonly seconds: number;
  /** Distinct states of a search, steps of walks, length of the trace of a leak. */
  readonly count: number;
  /** Bytes of the state table, for a search. */
  readonly bytes: number;
  /** Highest resident memory of the process in bytes. */
  readonly peak: number;
}

/** Runs a task once. Each measurement has a process of its own, so it includes the warm-up of the compiler. */
export function measure(task: Task, subject: Subject): Measurement {
  const start = performance.now();
  const { count, bytes } = run(task, subject);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, count, bytes, peak: process.resourceUsage().maxRSS * 1024 };
}

function run(task: Task, subject: Subject): { count: number; bytes: number } {
  switch (task) {
    case 'explore':
    case 'bare':
    case 'presized': {
      const expected = task === 'presized' ? subject.states : undefined;
      const { states, bytes, end } = task === 'bare' ? subject.bare() : subject.explore('auto', expected);
      if (end !== 'complete' && states !== subject.states)
        throw new Error(`${subject.name}: the search ended at a bound (${end})`);
      if (subject.states !== undefined && subject.states !== states) {
        throw new Error(`${subject.name}: ${states} states; expected ${subject.states}`);
      }
      return { count: states, bytes };
    }
    case 'walk':
      return { count: subject.walk(200_000, 50).steps, bytes: 0 };
    case 'fast-check':
      return { count: subject.walkWithFastCheck(100_000, 50).steps, bytes: 0 };
    case 'leak':
      return { count: subject.leak?.() ?? 0, bytes: 0 };
  }
}
