import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from './package-root.ts';
/** Folders below src/spec on which a verdict depends. */
const FOLDERS = ['kit', 'check', 'model', 'designs', 'rules', 'scenario', 'verify'];
/** SHA-256 over paths and texts of everything that a verdict depends on; in the package, what was hashed at build time. */
export function modelHash(root = packageRoot()) {
    const spec = path.join(root, 'src', 'spec');
    if (!existsSync(spec))
        return readFileSync(path.join(root, 'dist', 'model-hash.txt'), 'utf8').trim();
    const hash = createHash('sha256');
    for (const folder of FOLDERS) {
        for (const file of filesBelow(path.join(spec, folder))) {
            hash.update(path.relative(spec, file).split(path.sep).join('/'));
            hash.update('\0');
            hash.update(readFileSync(file));
            hash.update('\0');
        }
    }
    return hash.digest('hex');
}
function filesBelow(folder) {
    return readdirSync(folder, { withFileTypes: true })
        .flatMap((entry) => {
        const full = path.join(folder, entry.name);
        return entry.isDirectory() ? filesBelow(full) : [full];
    })
        .sort();
}
