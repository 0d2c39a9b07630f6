import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { VerdictFile } from '../spec/verify/verdict-file.ts';
import { UsageError } from '../node/usage-error.ts';
import { packageRoot } from '../node/package-root.ts';

/** The run of this directory, then the one that the repository or the package brings along. */
const FILE = 'verdicts/verdicts.json';

/** The verdicts of the last `verify --out`, or undefined where there are none. Throws a UsageError for another file. */
export function readVerdicts(): VerdictFile | undefined {
  const file = [FILE, path.join(packageRoot(), FILE)].find((place) => existsSync(place));
  if (file === undefined) return undefined;
  const content = JSON.parse(readFileSync(file, 'utf8')) as VerdictFile;
  if (content.format !== 'lbr-verdicts/1') {
    throw new UsageError(`${file}: found format "${String(content.format)}", expected "lbr-verdicts/1"`);
  }
  return content;
}
