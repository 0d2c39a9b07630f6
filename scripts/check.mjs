// The fast inner loop: format, lint, types, and the unit and property tests but those that build, spawn or fetch.
import { runStep, runTogether, tool } from './steps.mjs';

/** Left to `npm test`: they clone the repository, pack it, or run commands in processes of their own. */
const SLOW = [
  'test/docs/guide.test.ts',
  'test/cli/campaign.test.ts',
  'test/cli/command-line.test.ts',
  'test/trace/check-trace-command.test.ts',
  'test/package/**',
];

const statuses = await runTogether([
  [
    'format',
    ...tool('prettier/bin/prettier.cjs'),
    '--check',
    '--log-level',
    'warn',
    '--cache',
    '--cache-location',
    '.cache/prettier',
    '.',
  ],
  ['lint', ...tool('oxlint/bin/oxlint'), '--deny-warnings', '.'],
  ['types', ...tool('typescript/bin/tsc'), '-p', '.'],
]);
const excluded = SLOW.flatMap((file) => ['--exclude', file]);
process.exitCode = statuses.some((status) => status !== 0)
  ? 1
  : runStep(['unit and property tests', ...tool('vitest/vitest.mjs'), 'run', '--silent', ...excluded]);
