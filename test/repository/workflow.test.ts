import { expect, test } from 'vitest';
import { repositoryFiles, textOf } from './files.ts';

const workflows = repositoryFiles().filter((file) => /^\.github\/workflows\/.*\.ya?ml$/.test(file));

test.each(workflows)('%s pins each action by commit and names its version', (file) => {
  const uses = textOf(file)
    .split('\n')
    .filter((line) => /\buses:/.test(line));
  expect(uses.length).toBeGreaterThan(0);
  for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test.each(workflows)('%s starts from no permissions, and grants each job its own', (file) => {
  const text = textOf(file);
  expect(text).toMatch(/^permissions: \{\}$/m);
  const jobs = text
    .slice(text.indexOf('\njobs:'))
    .split(/^ {2}(?=\w[\w-]*:$)/m)
    .slice(1);
  expect(jobs.length).toBeGreaterThan(0);
  for (const job of jobs) expect(job).toMatch(/^ {4}permissions:$/m);
  expect(text).not.toMatch(/: write-all|contents: write/);
});

test('one job runs what a contributor runs', () => {
  expect(workflows.map(textOf).join('\n')).toContain('run: .ci/run');
});
