// npm run lab -- build-kernel [--version NAME | --source DIR] [--patch NAME|FILE]... [--cocci FILE --file PATH...] [--jobs N]
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/node/package-root.ts';
import { UsageError } from '../../src/node/usage-error.ts';
import { buildKernel } from './build.ts';
import { pieceOrPatch, type Change } from './changes.ts';
import { copiedSource, packagedSource, sourceNames } from './source.ts';

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;

/** Builds one kernel and prints the path of its vmlinux. Returns 0; throws for bad input, and Lacking. */
export async function buildKernelCommand(args: string[], say: (line: string) => void): Promise<number> {
  const options = { version: text, source: text, patch: many, cocci: text, file: many, jobs: text };
  const { values } = parseArgs({ args, options });
  if (values.version !== undefined && values.source !== undefined)
    throw new UsageError('--version and --source: expected one of them');
  const version = values.version ?? '7.3';
  if (!sourceNames().includes(version))
    throw new UsageError(`--version: found "${version}", expected ${sourceNames().join(', ')}`);
  const changes = [
    ...(values.patch ?? []).map((patch) => pieceOrPatch(packageRoot(), patch)),
    ...semanticPatch(values.cocci, values.file),
  ];
  const jobs = jobsOption(values.jobs);
  const source = values.source === undefined ? packagedSource(version, say) : copiedSource(values.source);
  const since = Date.now();
  const { vmlinux, compiler } = buildKernel(source, changes, { jobs, say });
  say(`${source.name} ${source.version}, ${compiler}, ${((Date.now() - since) / 1000).toFixed(0)} s`);
  say(vmlinux);
  return 0;
}

function semanticPatch(path: string | undefined, files: readonly string[] | undefined): Change[] {
  if (path === undefined) {
    if (files !== undefined) throw new UsageError('--file: it goes with --cocci');
    return [];
  }
  if (!existsSync(path)) throw new UsageError(`--cocci ${path}: no such file`);
  if (files === undefined)
    throw new UsageError('--cocci: expected --file PATH as well, a file of the tree that it changes');
  if (!path.endsWith('.cocci')) throw new UsageError(`--cocci ${path}: expected a file that ends in .cocci`);
  return [{ name: path, path: resolve(path), files }];
}

/** A number of jobs for make; all CPUs where it is absent. Throws a UsageError. */
export function jobsOption(value: string | undefined): number {
  if (value === undefined) return availableParallelism();
  const jobs = Number(value);
  if (!Number.isSafeInteger(jobs) || jobs < 1)
    throw new UsageError(`--jobs: found "${value}", expected a whole number from 1`);
  return jobs;
}
