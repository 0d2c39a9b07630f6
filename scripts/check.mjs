// The fast inner loop: format, lint, types, and the unit and property tests except those that build, spawn or search for long.
import { runSteps, runTogether, tool } from './steps.mjs';

/**
 * Left to `npm test`: they clone the repository, pack it, run commands in processes of their own, or repeat on many designs
 * or inputs what a shorter test has shown on one. Each takes over ten seconds; together they take most of the time.
 */
const SLOW = [
  'test/check/ignores.test.ts',
  'test/check/state-table.test.ts',
  'test/designs/lbr-ctl-gap.test.ts',
  'test/designs/museum.test.ts',
  'test/docs/guide.test.ts',
  'test/cli/campaign.test.ts',
  'test/cli/command-line.test.ts',
  'test/docs/answers.test.ts',
  'test/model/protocol/symmetry.test.ts',
  'test/trace/check-trace-command.test.ts',
  'test/trace/fuzz.test.ts',
  'test/verify/about.test.ts',
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
/** A rule whose property is vacuous on the contract fails here, in seconds; all designs and mutants are for `npm test`. */
const contract = ['--design', 'contract', '--no-mutants', '--reporter', 'csv', '--out', '.cache/check/contract.csv'];
const excluded = SLOW.flatMap((file) => ['--exclude', file]);
process.exitCode = statuses.some((status) => status !== 0)
  ? 1
  : runSteps([
      ['verdicts of the contract', 'node', 'scripts/verify.mjs', ...contract],
      ['unit and property tests', ...tool('vitest/vitest.mjs'), 'run', '--silent', ...excluded],
    ]);
