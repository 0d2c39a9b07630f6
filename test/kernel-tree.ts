import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const trees = new Map<string, string | undefined>();

/**
 * The source tree of a Debian kernel, fetched once into the user's cache, or undefined where it cannot be had: the tests
 * that need it are then reported as skipped. `LBR_CONTRACT_OFFLINE=1` says no without trying.
 */
export function kernelTree(version: string): string | undefined {
  if (!trees.has(version)) trees.set(version, fetchTree(version));
  return trees.get(version);
}

function fetchTree(version: string): string | undefined {
  const fetch = 'ground-truth/fetch.sh';
  if (process.env['LBR_CONTRACT_OFFLINE'] === '1' || !existsSync(fetch)) return undefined;
  const { status, stdout, stderr } = spawnSync('bash', [fetch, version], { encoding: 'utf8' });
  if (status === 0) return stdout.trim();
  process.stderr.write(`skipped: ${stderr.trim().split('\n').at(-1)}\n`);
  return undefined;
}
