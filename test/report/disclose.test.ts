import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import disclosureFile from '../../registry/disclosure.json' with { type: 'json' };
import { FOUND_BY, GRADES, reasonsFor, type Circumstances } from '../../src/spec/report/disclose/exits.ts';
import { disclosureReport } from '../../src/spec/report/disclose/report.ts';
import { ruleById, ruleTexts } from '../../src/spec/rules/index.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';

const all: readonly Circumstances[] = [true, false].flatMap((boundary) =>
  [true, false].flatMap((maintained) =>
    GRADES.flatMap((grade) => FOUND_BY.map((foundBy) => ({ boundary, maintained, grade, foundBy }))),
  ),
);

const exitOf = (circumstances: Circumstances) => reasonsFor(circumstances).at(0)?.exit;

test('every case has an exit', () => {
  expect(all.filter((circumstances) => exitOf(circumstances) === undefined)).toEqual([]);
});

test('private is for a boundary crossed on hardware, in a maintained kernel, found by a person unaided; for nothing else', () => {
  expect(all.filter((circumstances) => exitOf(circumstances) === 'private')).toEqual([
    { boundary: true, maintained: true, grade: 'hardware', foundBy: 'reading' },
  ]);
});

test('what a program finds on a maintained kernel across a boundary goes out without its reproducer, and else with it', () => {
  for (const circumstances of all) {
    const { boundary, maintained, foundBy } = circumstances;
    expect(exitOf(circumstances) === 'public-without-reproducer').toBe(boundary && maintained && foundBy === 'tool');
  }
});

function reportOn(id: string, change: Partial<Circumstances>): string {
  const rule = ruleById(id);
  if (rule === undefined) throw new Error(id);
  const file = [`scenarios/counterexamples/${id}/v7.3.json`, `scenarios/counterexamples/${id}/v6.12.json`].find(
    existsSync,
  );
  const run = file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as Scenario);
  return disclosureReport({
    rule,
    circumstances: { boundary: true, maintained: true, grade: 'model', foundBy: 'tool', ...change },
    kernels: [{ version: '7.3.4', grade: 'whole-kernel' }],
    pieces: ['reset-tos'],
    version: '0.1.0',
    ...(run !== undefined && { scenario: { design: 'v7.3', run } }),
  });
}

/** A word that is longer than a line stays whole, and a subject is one line. */
const overlong = (report: string): readonly string[] =>
  report
    .split('\n')
    .filter((line) => line.length > 72 && !line.startsWith('Subject:') && /\S\s+\S/.test(line.replace(/^# /, '')));

const mailOf = (report: string): string => report.split('\n\n').slice(1).join('\n\n');

test.each(Object.keys(disclosureFile.rules))(
  'the report on %s is short plain text, and says what it rests on first',
  (id) => {
    for (const grade of GRADES) {
      for (const foundBy of FOUND_BY) {
        const report = reportOn(id, { grade, foundBy });
        expect(overlong(report)).toEqual([]);
        expect(report).not.toMatch(/[`*]|\]\(/);
        const mail = mailOf(report);
        expect(mail.split('\n').length).toBeLessThanOrEqual(60);
        expect(mail).toMatch(/^Subject: \[BUG\] .*\n\nSeen (?:on hardware|under emulation only|in a model)/);
        for (const part of [
          'Affected versions:',
          'Conditions:',
          'Suspected location:',
          'Reproducer:',
          'Proposed fix:',
        ]) {
          expect(mail).toContain(part);
        }
      }
    }
  },
);

test('the steps of the run are in it where the reproducer may be public, and nowhere else', () => {
  expect(reportOn('LBR-ISO-1', { foundBy: 'reading' })).toContain('  kvm.enter_guest');
  expect(reportOn('LBR-ISO-1', { foundBy: 'tool' })).not.toContain('kvm.enter_guest');
});

test('the sender is told which documents point where, and to take the lines off', () => {
  const lines = reportOn('LBR-ISO-1', { grade: 'hardware', foundBy: 'reading' }).split('\n\n')[0].split('\n');
  expect(lines.every((line) => line.startsWith('# '))).toBe(true);
  const text = lines.map((line) => line.replace(/^# +/, '')).join(' ');
  expect(text).toContain('a private report to the maintainers and security@kernel.org');
  expect(text).toContain('maintainer-kvm-x86.rst, "Vulnerabilities"');
  expect(text).toContain('Remove these lines before you send anything.');
  expect(text).toContain('get_maintainer.pl');
});

test('rules without a kernel source name the file to ask for', () => {
  const rule = ruleTexts.find(({ sources }) => sources.every(({ kind }) => kind !== 'kernel'));
  if (rule !== undefined) expect(reportOn(rule.id, {})).toContain('arch/x86/kvm/vmx/pmu_intel.c');
});
