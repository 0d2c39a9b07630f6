import { expect, test } from 'vitest';
import { JobQueue } from '../../src/node/job-queue.ts';

const order = (kinds: string, workers: readonly number[]): (number | undefined)[] => {
  const queue = new JobQueue([...kinds]);
  return workers.map((worker) => queue.next(worker));
};

test('one worker goes from kind to kind, the largest first', () => {
  expect(order('abcabcbc', [0, 0, 0, 0, 0, 0, 0, 0, 0])).toEqual([1, 4, 6, 2, 5, 7, 0, 3, undefined]);
});

test('a worker stays with its kind while another takes another kind', () => {
  expect(order('abababcb', [0, 1, 0, 1, 0, 0, 1])).toEqual([1, 0, 3, 2, 5, 7, 4]);
});

test('a worker without a kind of its own helps where most is left', () => {
  expect(order('abbbaab', [0, 1, 1, 1, 1, 0, 1, 0])).toEqual([1, 0, 4, 5, 2, 3, 6, undefined]);
});

test('every job is handed out once, whoever asks', () => {
  const kinds = Array.from({ length: 500 }, (_, job) => String((job * job) % 23));
  const queue = new JobQueue(kinds);
  const handed = kinds.map((_, turn) => queue.next((turn * 7) % 3));
  expect(handed.toSorted((a = -1, b = -1) => a - b)).toEqual([...kinds.keys()]);
  expect([0, 1, 2].map((worker) => queue.next(worker))).toEqual([undefined, undefined, undefined]);
});
