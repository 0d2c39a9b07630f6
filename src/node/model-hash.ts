import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from './code-of.ts';
import { packageRoot } from './package-root.ts';

/** What makes verdicts, below src/spec: what is planned, what one job does, and what is made of the results. */
const VERDICTS = ['verify/plan.ts', 'verify/run-job.ts', 'verify/assemble.ts', 'designs/mutants.ts'];

const hashes = new Map<string, string>();

/**
 * SHA-256 over the code that makes verdicts, 64 hexadecimal digits: comments, layout and the places of files make no
 * difference. It is of the sources as this process first saw them; in the package, of those that it was built from.
 */
export function modelHash(root: string = packageRoot()): string {
  const known = hashes.get(root);
  if (known !== undefined) return known;
  const hash = existsSync(path.join(root, 'src', 'spec')) ? hashOfSources(root) : hashInPackage(root);
  hashes.set(root, hash);
  return hash;
}

function hashOfSources(root: string): string {
  const entries = VERDICTS.map((entry) => `src/spec/${entry}`);
  return createHash('sha256').update(codeOf(root, entries)).digest('hex');
}

const hashInPackage = (root: string): string => readFileSync(path.join(root, 'dist', 'model-hash.txt'), 'utf8').trim();
