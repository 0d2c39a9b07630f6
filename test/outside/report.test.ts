import { expect, test, type TestContext } from 'vitest';
import type { KernelTree } from './kernel.ts';
import { judge } from './report.ts';

const kernel = (version: string): KernelTree => ({
  series: '9.9',
  tree: '/nowhere',
  version,
  reviewed: '9.9.4-1',
  isReviewed: version === '9.9.4-1',
});

const contextOf = (): TestContext => ({ task: { meta: {} } }) as unknown as TestContext;

test('what is wrong in the reviewed version fails, with the version', () => {
  const context = contextOf();
  expect(() => judge(context, kernel('9.9.4-1'), ['first', 'second'])).toThrow(
    'Linux 9.9, 9.9.4-1: first\nsecond\nThis version was reviewed.',
  );
  expect(context.task.meta.notes).toBeUndefined();
});

test('in another version it is said, and passes', () => {
  const context = contextOf();
  judge(context, kernel('9.9.7-1'), ['a step differs']);
  expect(context.task.meta.notes).toEqual([
    'Linux 9.9, 9.9.7-1: a step differs\nReviewed was 9.9.4-1; this version was not.',
  ]);
});

test.each(['9.9.4-1', '9.9.7-1'])('nothing wrong in %s is nothing to say', (version) => {
  const context = contextOf();
  judge(context, kernel(version), []);
  expect(context.task.meta.notes).toBeUndefined();
});
