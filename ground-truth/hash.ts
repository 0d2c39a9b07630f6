/** What a result is a result of: it is stale when this hash is another. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf } from '../src/node/code-of.ts';
import { SERIES } from './differential/kernels.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** What compares the model with the kernel; the model comes with it. */
const COMPARE = ['ground-truth/worker.ts', 'ground-truth/register/reproduce.ts'];

/** Designs are left out of that code: the settings of those that stand for a kernel are what counts of them. */
const DESIGNS = ['../../src/spec/designs/*', '../designs/*', '../../designs/*'];

/** The kernel's own code around which the harness is built. */
const HARNESS = ['ground-truth/kernel.config', 'ground-truth/build.sh', 'ground-truth/harness'];

/**
 * SHA-256, 64 hexadecimal digits, over the code of the model and of the comparison, without comments and layout; the
 * settings of each series; and the texts of the harness.
 */
export function comparedHash(): string {
  const hash = createHash('sha256');
  hash
    .update(codeOf(root, COMPARE, DESIGNS))
    .update('\0')
    .update(JSON.stringify(SERIES, sorted))
    .update('\0');
  for (const file of HARNESS.flatMap((path) => filesOf(join(root, path)))) {
    hash
      .update(relative(root, file).split(sep).join('/') + '\0')
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Members in the order of their names: the order in which switches are set makes no difference. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
