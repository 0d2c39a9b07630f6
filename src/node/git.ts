import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from './package-root.ts';

/** The commit of the tree and whether src/spec differs from it; `unknown` outside a repository of our own. */
export function treeState(): { readonly commit: string; readonly dirty: boolean } {
  // An installed package can lie inside the repository of somebody else.
  const commit = existsSync(path.join(packageRoot(), 'src/spec')) ? git('rev-parse', 'HEAD') : undefined;
  if (commit === undefined) return { commit: 'unknown', dirty: false };
  return { commit, dirty: git('status', '--porcelain', '--', 'src/spec') !== '' };
}

function git(...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, {
    cwd: packageRoot(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : undefined;
}
