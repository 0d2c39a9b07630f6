import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { RuleChange } from '../../src/spec/registry/change-log.ts';

/** What the site publishes beside its pages. */
export interface Publications {
  /** Every change of every rule, the newest first. */
  readonly changes: readonly RuleChange[];
  /** Text by file name, for the root of the site. */
  readonly files: Readonly<Record<string, string>>;
}

/** `root` is the repository, `site` the address that links in the files lead to, where there is one. */
export function readPublications(root: string, site: string | undefined): Publications {
  const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs');
  const output = execFileSync(process.execPath, [tsx, path.join(root, 'plugins/data/publications.mts'), site ?? ''], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as Publications;
}
