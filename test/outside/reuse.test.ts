import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { needs } from './report.ts';

test('reuse finds a licence for every file', (context) => {
  needs(context, 'reuse');
  const { status, stdout, stderr } = spawnSync('reuse', ['lint', '--quiet'], { encoding: 'utf8' });
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
});
