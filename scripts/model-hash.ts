// Leaves the hash of the model in the package, which has no sources to compute it from.
import { writeFileSync } from 'node:fs';
import { modelHash } from '../src/node/model-hash.ts';

writeFileSync('dist/model-hash.txt', `${modelHash()}\n`);
