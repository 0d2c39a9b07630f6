// `docusaurus build`, line by line as it goes, without its advice to run a script that this repository does not have.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { tool } from '../steps.mjs';

const [command, entry] = tool('@docusaurus/core/bin/docusaurus.mjs');
const child = spawn(command, [entry, 'build', ...process.argv.slice(2)], { stdio: ['ignore', 'pipe', 'inherit'] });
createInterface({ input: child.stdout }).on('line', (line) => {
  if (!line.includes('npm run serve')) process.stdout.write(`${line}\n`);
});
child.once('close', (status) => {
  process.exitCode = status ?? 1;
});
