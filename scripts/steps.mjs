// Runs commands one after the other, says how long each took, and stops at the first that fails.
import { spawnSync } from 'node:child_process';

/** @param {readonly (readonly [name: string, command: string, ...args: string[]])[]} steps */
export function runSteps(steps) {
  for (const [name, command, ...args] of steps) {
    const start = performance.now();
    process.stdout.write(`\n== ${name}\n`);
    const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: process.env });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (error) throw error;
    if (status !== 0) {
      process.stdout.write(`== ${name} failed after ${seconds} s\n`);
      return status ?? 1;
    }
    process.stdout.write(`== ${name} passed in ${seconds} s\n`);
  }
  return 0;
}

/** A tool from node_modules, by the path of its entry point. */
export const tool = (path) => ['node', `node_modules/${path}`];
