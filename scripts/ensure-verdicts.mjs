// Makes sure that verdicts/verdicts.json is there, and runs `lbr-contract verify` where it is not.
import { existsSync } from 'node:fs';
import { runSteps } from './steps.mjs';

if (!existsSync('verdicts/verdicts.json')) {
  process.exitCode = runSteps([
    ['verify', 'node', 'bin/lbr-contract.mjs', 'verify', '--out', 'verdicts/verdicts.json'],
  ]);
}
