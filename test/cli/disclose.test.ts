import { expect, test } from 'vitest';
import { run } from './run.ts';

test('writes the report to standard output, and which way it goes to standard error', async () => {
  const { status, stdout, stderr } = await run('disclose', 'iso-1', '--grade', 'hardware', '--found-by', 'reading');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^# Remove these lines/);
  expect(stdout).toContain('Seen on hardware.');
  expect(stderr).toBe('LBR-ISO-1: a private report to the maintainers and security@kernel.org\n');
});

test('without options it takes the strongest run that is stored, and that a program found it', async () => {
  const { status, stdout, stderr } = await run('disclose', 'LBR-ISO-1');
  expect(status).toBe(0);
  expect(stdout).toContain('Seen under emulation only');
  expect(stdout).toMatch(/^ {2}7\.3\.4 \(unmodified, on an emulated CPU\)$/m);
  expect(stdout).toContain('series/start-guest-event-empty');
  expect(stderr).toBe('LBR-ISO-1: a public bug report; the reproducer only to maintainers who ask\n');
});

test('a list of who knows of what', async () => {
  const { status, stdout } = await run('disclose', '--list');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^LBR-ISO-1 +private$/m);
});

test.each([
  [['iso-1', '--grade', 'silicon'], '--grade'],
  [['iso-1', '--found-by', 'luck'], '--found-by'],
  [[], 'expected one rule ID, found none'],
  [['iso-1', 'iso-2'], 'expected one rule ID, found 2'],
  [['--list', 'iso-1'], '--list takes no rule, found iso-1'],
  [['iso-99'], 'unknown rule "iso-99"'],
  [['dbg-24'], 'LBR-DBG-24 is violated on none of v6.12, v7.3, v7.3-mediated: there is nothing to report'],
])('%j is refused in one line', async (args, message) => {
  const { status, stdout, stderr } = await run('disclose', ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
});
