import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { comparedHash, root } from '../../ground-truth/hash.ts';
import type { Reproductions } from '../../ground-truth/reproductions.ts';
import type { GroundTruthResults } from '../../ground-truth/results.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(join(root, 'ground-truth', name), 'utf8'));
const results = read('results.json') as GroundTruthResults;
const reproductions = read('reproductions.json') as Reproductions;

it('has a checked-in result without mismatches, in which each spoilt piece was noticed', () => {
  expect(results.format).toBe('lbr-ground-truth/2');
  expect(results.kernels.length).toBeGreaterThan(0);
  for (const { sequences, mismatches, noticed } of results.kernels.flatMap(({ protocol, register }) => [
    protocol,
    register,
  ])) {
    expect(sequences).toBeGreaterThan(0);
    expect(mismatches).toEqual([]);
    expect(Object.values(noticed)).not.toContain(null);
  }
});

it('gives a trace for what was reproduced, and a reason for what was not', () => {
  for (const { reproduced, steps, reason } of reproductions.entries) {
    if (reproduced) expect(steps?.length).toBeGreaterThan(0);
    else expect(reason).not.toBe('');
  }
});

it('says when a result is stale', () => {
  const today = comparedHash();
  for (const [name, { hash, date }] of Object.entries({ results, reproductions })) {
    if (hash !== today)
      console.log(`ground-truth/${name}.json of ${date} is stale: the model or the harness has changed`);
  }
  expect(today).toMatch(/^[0-9a-f]{64}$/);
});
