import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { VerdictFile } from '../spec/report/verdict-file.ts';
import { UsageError } from './command.ts';

/** The run of this directory, the one that the package brings along, the one of the repository. */
const PLACES = [
  'verdicts/verdicts.json',
  fileURLToPath(new URL('verdicts.json', import.meta.url)),
  fileURLToPath(new URL('../../verdicts/verdicts.json', import.meta.url)),
];

/** The verdicts of the last `verify --out`, or undefined where there are none. Throws a UsageError for another file. */
export function readVerdicts(): VerdictFile | undefined {
  const file = PLACES.find((place) => existsSync(place));
  if (file === undefined) return undefined;
  const content = JSON.parse(readFileSync(file, 'utf8')) as VerdictFile;
  if (content.format !== 'lbr-verdicts/1') {
    throw new UsageError(`${file}: found format "${String(content.format)}", expected "lbr-verdicts/1"`);
  }
  return content;
}
