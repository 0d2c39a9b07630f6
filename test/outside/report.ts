import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { kernelTree, type KernelTree } from './kernel.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** What the last lines of the run say about a test: why it was skipped, or what it found without failing. */
    notes?: string[];
  }
}

/** Has the last lines of the run say something about a test. */
export function note({ task }: TestContext, text: string): void {
  (task.meta.notes ??= []).push(text);
}

/** Ends a test as skipped: what it needs cannot be had here. */
export function cannotRun(context: TestContext, reason: string): never {
  note(context, reason);
  return context.skip(reason);
}

/** Skips the test where one of the commands is missing; a command with arguments has to succeed. */
export function needs(context: TestContext, ...commands: readonly string[]): void {
  for (const command of commands) {
    const [program, ...args] = command.split(' ');
    const { error, status } = spawnSync(program, args.length > 0 ? args : ['--version']);
    if (error !== undefined || (args.length > 0 && status !== 0)) cannotRun(context, `${command} cannot be run here`);
  }
}

/** The tree of a series; skips the test where there is none. */
export function needsKernel(context: TestContext, series: string): KernelTree {
  const kernel = kernelTree(series);
  return 'reason' in kernel ? cannotRun(context, kernel.reason) : kernel;
}

/**
 * Judges what a test found in a kernel. In the reviewed version whatever is wrong fails; in another one, that nobody has read
 * yet, it is said with the version, and passes.
 */
export function judge(context: TestContext, kernel: KernelTree, wrong: readonly string[]): void {
  if (wrong.length === 0) return;
  const text = `Linux ${kernel.series}, ${kernel.version}: ${wrong.join('\n')}`;
  if (kernel.isReviewed) throw new Error(`${text}\nThis version was reviewed.`);
  note(context, `${text}\nReviewed was ${kernel.reviewed}; this version was not.`);
}
