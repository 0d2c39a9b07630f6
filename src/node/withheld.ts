import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readDisclosures, withheldRules } from '../spec/registry/disclosure.ts';

const FILE = 'registry/disclosure.json';

/**
 * The rules whose runs stay out of the site that is built: those of registry/disclosure.json that are not public where
 * LBR_CONTRACT_WITHHOLD is `1`, as in `npm run build -- --withhold`, and none otherwise. `root` is the repository. Throws a
 * RangeError for another value and for a file that cannot be understood.
 */
export function withheldIn(root: string, setting = process.env['LBR_CONTRACT_WITHHOLD'] ?? ''): ReadonlySet<string> {
  if (setting === '' || setting === '0') return new Set();
  if (setting !== '1') throw new RangeError(`LBR_CONTRACT_WITHHOLD: found "${setting}", expected 0 or 1`);
  return withheldRules(readDisclosures(JSON.parse(readFileSync(path.join(root, FILE), 'utf8')), FILE));
}
