// Runs commands one after the other and says how long each took.
import { spawnSync } from 'node:child_process';

/** @typedef {readonly [name: string, command: string, ...args: string[]]} Step */

/**
 * Stops at the first step that fails and answers its exit status.
 * @param {readonly Step[]} steps
 */
export function runSteps(steps) {
  for (const step of steps) {
    const status = runStep(step);
    if (status !== 0) return status;
  }
  return 0;
}

/**
 * Runs one step and answers its exit status.
 * @param {Step} step
 */
export function runStep([name, command, ...args]) {
  const start = performance.now();
  process.stdout.write(`\n== ${name}\n`);
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: process.env });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (error) throw error;
  process.stdout.write(`== ${name} ${status === 0 ? 'passed' : 'failed'} after ${seconds} s\n`);
  return status ?? 1;
}

/** A tool from node_modules, by the path of its entry point. */
export const tool = (path) => ['node', `node_modules/${path}`];
