import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { SiteData } from '../../src/site-data/types.ts';

/** Docusaurus loads the config and each plugin afresh, with everything that they import: only the process is the same. */
const shared = globalThis as { lbrSiteData?: { readonly at: number; readonly data: SiteData } };

/** Computes the site's data in a process of its own; the config and the plugin of one build share the answer. */
export function readSiteData(root: string): SiteData {
  const cached = shared.lbrSiteData;
  if (cached !== undefined && Date.now() - cached.at < 30_000) return cached.data;
  const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs');
  const output = execFileSync(process.execPath, [tsx, path.join(root, 'plugins/data/main.mts')], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const data = JSON.parse(output) as SiteData;
  shared.lbrSiteData = { at: Date.now(), data };
  return data;
}
