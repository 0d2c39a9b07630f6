// `npm pack` calls this: dist/ is what the package runs, with nothing to install beside it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle, CHUNKS, COMMAND_LINE } from './bundle.mjs';
import { tool } from './steps.mjs';

const run = ([command, ...rest], ...args) =>
  execFileSync(command, [...rest, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });

// The package brings the verdicts of its own model along; `LBR_PACK_VERDICTS=0` leaves that to somebody else.
if (process.env.LBR_PACK_VERDICTS !== '0') run(['node'], 'scripts/ensure-verdicts.mjs');

await bundle('dist', { ...COMMAND_LINE, index: 'src/index.ts' }, { ...CHUNKS, legalComments: 'linked' });

run(tool('typescript/bin/tsc'), '-p', 'tsconfig.package.json');
// Declarations name `.ts` files that the package does not have.
for (const entry of readdirSync('dist/types', { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = path.join(entry.parentPath, entry.name);
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/((?:from|import\() ?['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'),
  );
}

// They name the generators of fast-check, which is bundled: a reader of the types has nothing to install.
const GENERATORS = 'dist/types/fast-check.d.ts';
writeFileSync(
  GENERATORS,
  `/** A generator of values, of fast-check, which is inside of the package. */
export interface Arbitrary<Value> {
  /** A value, from a source of randomness of fast-check. */
  generate(random: unknown, biasFactor: number | undefined): { readonly value: Value };
}
`,
);
for (const entry of readdirSync('dist/types', { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (!entry.isFile() || file === GENERATORS) continue;
  const there = path.relative(entry.parentPath, GENERATORS.replace('.d.ts', '.js')).replaceAll(path.sep, '/');
  const local = there.startsWith('.') ? there : `./${there}`;
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll("from 'fast-check'", `from '${local}'`));
}

run(tool('tsx/dist/cli.mjs'), 'scripts/model-hash.ts');
