import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryFiles } from '../repository/files.ts';

/** A copy of the repository as a reader would have it after `npm ci`, to try the guides in. */
export interface Clone {
  readonly folder: string;
  /** Takes back whatever was done in it. */
  restore(): void;
}

/** The caller removes the folder. */
export function cloneRepository(): Clone {
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-docs-'));
  const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  // Two processes instead of three thousand calls: the files of the repository, those that are not committed yet among them.
  const packed = execFileSync('tar', ['-cf', '-', '-T', '-'], {
    input: repositoryFiles().join('\n'),
    maxBuffer: 1 << 30,
  });
  execFileSync('tar', ['-xf', '-', '-C', folder], { input: packed });
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=reader', '-c', 'user.email=reader@example.com', 'commit', '-qm', 'A clone');
  const tag = 'lbr-docs-clone';
  git('tag', tag);
  return {
    folder,
    restore() {
      git('reset', '-q', '--hard', tag);
      git('clean', '-qfdx', '-e', '/node_modules');
      rmSync(path.join(folder, '.git/hooks'), { recursive: true, force: true });
    },
  };
}
