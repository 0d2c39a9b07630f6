// Where the lab keeps what it fetched and built.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the lab's own sources. */
export const labFolder = resolve(fileURLToPath(new URL('..', import.meta.url)));

/** Below the user's cache folder; LBR_CONTRACT_LAB names another one. */
export const labCache =
  process.env['LBR_CONTRACT_LAB'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'lbr-contract', 'lab');
