import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf } from './code-of.ts';
import { packageRoot } from './package-root.ts';

/** What makes an entry of lab/results.json from a scenario and a log, below src/spec/lab. */
const JUDGES = ['judge/index.ts', 'outcome.ts', 'translate/protocol.ts', 'translate/register.ts'];

/** A hash of files' names and contents below folders of lab/, 16 hexadecimal digits. */
export const labSourceHash = (folders: readonly string[], pattern: RegExp, root: string = packageRoot()): string =>
  hashOfFiles(
    resolve(root, 'lab'),
    folders.map((folder) => [folder, pattern]),
  );

type Files = readonly (readonly [folder: string, pattern: RegExp])[];

/** Of names below `root` and contents. */
function hashOfFiles(root: string, files: Files): string {
  const hash = createHash('sha256');
  for (const [folder, pattern] of files)
    for (const file of filesBelow(join(root, folder)))
      if (pattern.test(file)) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** The hash of the agent and the guest's program. */
export const agentHash = (root?: string): string => labSourceHash(['agent', 'guest'], /\.(c|h|S|ld|sh)$/, root);

/** The hash of all that the emulated CPU is made of. */
export const cpuHash = (root?: string): string => labSourceHash(['cpu', 'emulator'], /\.(cc|h|in|json)$/, root);

/** The hash of the code that makes steps of scenarios and judges logs; comments and layout make no difference. */
export function judgeHash(root: string = packageRoot()): string {
  const entries = JUDGES.map((entry) => `src/spec/lab/${entry}`);
  return createHash('sha256').update(codeOf(root, entries)).digest('hex').slice(0, 16);
}

/** The hash of pieces of series/ and mutants, and of the configuration and the workloads that kernels with them are run in. */
export const seriesHash = (root: string = packageRoot()): string => hashOfFiles(root, SERIES);

const SERIES: Files = [
  ['series', /(\.cocci|pieces\.json)$/],
  [join('lab', 'kernel'), /(\.cocci|\.json|\.steps|config)$/],
  [join('lab', 'workloads'), /\.steps$/],
];

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
    .toSorted();
}
