// The fast inner loop: format, lint, types, unit and property tests. Under a minute.
import { runSteps, tool } from './steps.mjs';

process.exitCode = runSteps([
  ['format', ...tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  ['lint', ...tool('oxlint/bin/oxlint'), '--quiet', 'src', 'plugins', 'scripts', 'test', 'bench', 'deep'],
  ['types', ...tool('typescript/bin/tsc'), '-p', '.'],
  ['unit and property tests', ...tool('vitest/vitest.mjs'), 'run'],
]);
