// `npm install` silently leaves optional platform packages out of the lock file when a registry lacks them, and
// `npm ci` then refuses on another platform. This finds such a hole before a stranger does.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

/** Node's resolution: the package's own node_modules, then those of every folder above it. */
function resolves(from, name) {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    if (packages[`${folder}${folder === '' ? '' : '/'}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
  Object.keys(optionalDependencies)
    .filter((name) => !resolves(from, name))
    .map((name) => `${from} wants ${name}`),
);

for (const line of missing) process.stderr.write(`package-lock.json: ${line}, which is not in the lock file\n`);
if (missing.length > 0) process.stderr.write('Pin the package to a complete version under "overrides".\n');
process.exitCode = missing.length === 0 ? 0 : 1;
