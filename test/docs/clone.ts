import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryFiles } from '../repository/files.ts';

/** A copy of the repository as a reader would have it after `npm ci`, to try the guides in. */
export function cloneRepository(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-docs-'));
  for (const file of repositoryFiles()) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(file, path.join(folder, file));
  }
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=reader', '-c', 'user.email=reader@example.com', 'commit', '-qm', 'A clone');
  return folder;
}
