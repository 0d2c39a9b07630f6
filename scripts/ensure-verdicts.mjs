// Makes sure that verdicts/verdicts.json belongs to the model of this tree, and runs `lbr-contract verify` where it does
// not. Verdicts that are not as declared are not a reason to show nothing: the pages mark them.
import { existsSync, readFileSync } from 'node:fs';
import { tsImport } from 'tsx/esm/api';
import { runStep } from './steps.mjs';

const FILE = 'verdicts/verdicts.json';
const { modelHash } = await tsImport('../src/node/model-hash.ts', import.meta.url);

const reason = whyStale();
if (reason === undefined) {
  process.stdout.write(`${FILE} is of this model.\n`);
} else {
  process.stdout.write(`${reason}; verifying.\n`);
  const status = runStep(['verify', 'node', 'scripts/verify.mjs', '--reporter', 'json', '--out', FILE]);
  if (status === 1) process.stdout.write('Some verdicts are not as declared; the pages mark them.\n');
  const left = status <= 1 ? whyStale() : `verify ended with status ${status}`;
  if (left !== undefined) {
    process.stderr.write(`There is nothing to build the site from: ${left}.\n`);
    process.exitCode = 1;
  }
}

/** Why the file cannot be used; undefined where it can. */
function whyStale() {
  if (!existsSync(FILE)) return `${FILE} is missing`;
  let file;
  try {
    file = JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return `${FILE} is no JSON`;
  }
  if (file.complete !== true) return `${FILE} is of a filtered run`;
  return file.modelHash === modelHash() ? undefined : `${FILE} is of another model`;
}
