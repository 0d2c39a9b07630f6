// Runs commands, one after the other or side by side, and says how long each took.
import { spawn, spawnSync } from 'node:child_process';

/** @typedef {readonly [name: string, command: string, ...args: string[]]} Step */

/**
 * Stops at the first step that fails and returns its exit status.
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
 * Runs one step and returns its exit status.
 * @param {Step} step
 */
export function runStep([name, command, ...args]) {
  const start = performance.now();
  process.stdout.write(`\n== ${name}\n`);
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: process.env });
  if (error) throw error;
  tell(name, status, start);
  return status ?? 1;
}

/**
 * Runs steps side by side, for tools that use one core each. What each prints comes out in one piece when it has ended.
 * @param {readonly Step[]} steps
 * @returns {Promise<number[]>} exit statuses, in the order of the steps
 */
export function runTogether(steps) {
  const start = performance.now();
  const run = ([name, command, ...args]) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: process.env });
      const printed = [];
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => printed.push(piece));
      child.once('error', reject);
      child.once('close', (status) => {
        process.stdout.write(`\n== ${name}\n`);
        process.stdout.write(Buffer.concat(printed));
        tell(name, status, start);
        resolve(status ?? 1);
      });
    });
  return Promise.all(steps.map(run));
}

function tell(name, status, start) {
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`== ${name} ${status === 0 ? 'passed' : 'failed'} after ${seconds} s\n`);
}

/** A tool from node_modules, by the path of its entry point. */
export const tool = (path) => ['node', `node_modules/${path}`];
