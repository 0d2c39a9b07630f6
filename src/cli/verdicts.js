import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from './command.ts';
import { packageRoot } from './package-root.ts';
/** The run of this directory, then the one that the repository or the package brings along. */
const FILE = 'verdicts/verdicts.json';
/** The verdicts of the last `verify --out`, or undefined where there are none. Throws a UsageError for another file. */
export function readVerdicts() {
    const file = [FILE, path.join(packageRoot(), FILE)].find((place) => existsSync(place));
    if (file === undefined)
        return undefined;
    const content = JSON.parse(readFileSync(file, 'utf8'));
    if (content.format !== 'lbr-verdicts/1') {
        throw new UsageError(`${file}: found format "${String(content.format)}", expected "lbr-verdicts/1"`);
    }
    return content;
}
