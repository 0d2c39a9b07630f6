import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The source tree of a series that can be had here: the reviewed version, or another one. */
export interface KernelTree {
  readonly series: string;
  readonly tree: string;
  /** Version of Debian's package, as the name of the tree has it: `6.1.192-3`. */
  readonly version: string;
  /** The version that was reviewed. */
  readonly reviewed: string;
  readonly isReviewed: boolean;
}

/** Why there is no tree here. */
export interface NoTree {
  readonly reason: string;
}

/** The version of the package that was reviewed, by series: registry/kernels.txt. */
const reviewedVersions: ReadonlyMap<string, string> = new Map(
  [...readFileSync('registry/kernels.txt', 'utf8').matchAll(/^(\d\S*) +(\S+) +\S+$/gm)].map(([, series, version]) => [
    series,
    version,
  ]),
);

/** `6.1` and its kin. */
export const reviewedSeries: readonly string[] = [...reviewedVersions.keys()];

const trees = new Map<string, KernelTree | NoTree>();

/** The tree of a series, fetched once into the user's cache: the reviewed version where it can be had. */
export function kernelTree(series: string): KernelTree | NoTree {
  const known = trees.get(series) ?? fetchTree(series);
  trees.set(series, known);
  return known;
}

function fetchTree(series: string): KernelTree | NoTree {
  const { status, stdout, stderr, error } = spawnSync('bash', ['ground-truth/fetch.sh', series], { encoding: 'utf8' });
  const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
  if (status !== 0) return { reason };
  const tree = stdout.trim();
  const version = path.basename(tree).slice(`linux-source-${series}_`.length);
  const reviewed = reviewedVersions.get(series)?.replaceAll(/[~+:]/g, '-') ?? '';
  return { series, tree, version, reviewed, isReviewed: version === reviewed };
}
