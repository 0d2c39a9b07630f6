import { expect, test } from 'vitest';
import { hazards } from '../../ground-truth/hazards.ts';

test('every scenario of hazards.jsonl says what happens and how it ends', () => {
  const all = hazards();
  expect(all.length).toBeGreaterThan(0);
  for (const { title, ends, steps } of all) {
    expect(title).not.toBe('');
    expect(steps.length).toBeGreaterThan(0);
    expect(Object.keys(ends)).toEqual(expect.arrayContaining(['running', 'records', 'events', 'vlbr']));
  }
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
});
