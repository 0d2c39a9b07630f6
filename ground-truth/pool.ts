/** Does tasks in several processes at once. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Task, TaskResult } from './task.ts';

interface Answer {
  readonly result?: TaskResult;
  readonly error?: string;
}

/** The results in the order of the tasks. Throws where a task or a process fails. */
export async function runTasks(tasks: readonly Task[], processes: number): Promise<TaskResult[]> {
  const results: TaskResult[] = [];
  let next = 0;
  const work = async (child: ChildProcess): Promise<void> => {
    while (next < tasks.length) {
      const index = next++;
      results[index] = await ask(child, tasks[index]);
    }
  };
  const children = Array.from({ length: processes }, () => fork(fileURLToPath(new URL('worker.ts', import.meta.url))));
  try {
    await Promise.all(children.map(work));
  } finally {
    for (const child of children) child.kill();
  }
  return results;
}

function ask(child: ChildProcess, task: Task): Promise<TaskResult> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a process of the run ended with status ${code}`));
    child.once('exit', onExit);
    child.once('message', ({ result, error }: Answer) => {
      child.off('exit', onExit);
      if (result === undefined) reject(new Error(`${task.series}, ${task.world}, seed ${task.seed}: ${error}`));
      else resolve(result);
    });
    child.send(task);
  });
}
