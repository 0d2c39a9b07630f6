import { spawnSync } from 'node:child_process';
import { packageRoot } from './package-root.ts';

/** The commit of the tree and whether src/spec differs from it; `unknown` outside a repository. */
export function treeState(): { readonly commit: string; readonly dirty: boolean } {
  const commit = git('rev-parse', 'HEAD');
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
