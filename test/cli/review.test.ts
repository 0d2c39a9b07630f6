import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cite, plainText } from '../../src/spec/report/cite.ts';
import { ruleTexts } from '../../src/spec/rules/index.ts';
import { version } from '../../src/cli/version.ts';
import { run } from './run.ts';

const [rule] = ruleTexts;

describe('cite', () => {
  test('prints what the button copies, for full and for short IDs', async () => {
    const text = `${cite(rule, 'plain', { version })}\n`;
    const stderr = 'no link: no address of the site is configured (--site URL, LBR_CONTRACT_SITE)\n';
    expect(await run('cite', rule.id)).toEqual({ status: 0, stdout: text, stderr });
    expect((await run('cite', rule.id.slice('LBR-'.length).toLowerCase())).stdout).toBe(text);
  });

  test('takes the form and the address of the site', async () => {
    const { stdout } = await run('cite', rule.id, '--format', 'markdown', '--site', 'https://lbr.example');
    expect(stdout).toContain(`(https://lbr.example/r/${rule.id})`);
    expect((await run('cite', rule.id, '-f', 'trailer')).stdout).toMatch(/^Contract: LBR-/);
  });

  test.each([
    [['LBR-OWN-999'], 'unknown rule "LBR-OWN-999"; did you mean LBR-OWN-'],
    [[rule.id, '--format', 'qoute'], 'did you mean "quote"?'],
    [[], 'expected at least one rule ID'],
    [['--colour'], 'unknown option "--colour"'],
  ])('refuses %j with exit status 2', async (args, message) => {
    const { status, stdout, stderr } = await run('cite', ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('rule', () => {
  test('prints sentence, sources, verdicts and permalink of every rule, at 80 columns', async () => {
    const { status, stdout } = await run('rule', ...ruleTexts.map(({ id }) => id));
    expect(status).toBe(0);
    const flat = stdout.replace(/\s+/g, ' ');
    for (const { id, title } of ruleTexts) {
      expect(stdout).toContain(`${id} r`);
      expect(flat).toContain(plainText(title));
    }
    const long = stdout.split('\n').filter((line) => line.length > 80 && line.trim().includes(' '));
    expect(long).toEqual([]);
  });
});

describe('lint', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lbr-lint-'));
    writeFileSync(path.join(folder, 'good'), `Fix it.\n\nContract: ${rule.id} r${rule.revision}\n`);
    writeFileSync(path.join(folder, 'bad'), `Fix it.\n\nContract: ${rule.id} r${rule.revision + 1}\nLBR-OWN-999\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('says nothing about a text that is right', async () => {
    expect(await run('lint', path.join(folder, 'good'))).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('says what is wrong in one line each, with file and line', async () => {
    const file = path.join(folder, 'bad');
    const { status, stdout } = await run('lint', file);
    expect(status).toBe(1);
    expect(stdout.trimEnd().split('\n')).toEqual([
      `${file}:3: ERROR: ${rule.id} has no r${rule.revision + 1}; did you mean r${rule.revision}?`,
      expect.stringContaining(`${file}:4: ERROR: unknown rule LBR-OWN-999; did you mean`) as string,
    ]);
  });

  test('expands what is cited into quotes', async () => {
    const { stdout } = await run('lint', '--expand', path.join(folder, 'good'));
    expect(stdout).toBe(`${cite(rule, 'quote', { version })}\n\n`);
  });

  test('a file that is not there is bad input', async () => {
    expect((await run('lint', path.join(folder, 'none'))).status).toBe(2);
  });
});

describe('drift', () => {
  test('asks for a kernel tree', async () => {
    expect(await run('drift')).toMatchObject({ status: 2, stdout: '' });
    expect((await run('drift', '--kernel', tmpdir())).stderr).toContain('no kernel tree');
  });
});

describe('export', () => {
  test('rules and rst go to standard output', async () => {
    const { stdout } = await run('export', 'rules');
    expect((JSON.parse(stdout) as { rules: { id: string }[] }).rules.map(({ id }) => id)).toEqual(
      ruleTexts.map(({ id }) => id),
    );
    expect((await run('export', 'rst', '--full')).stdout).toContain(`\n${rule.id}: ${rule.title}\n`);
  });

  test('a target of several files asks for a directory, an unknown one is refused', async () => {
    expect((await run('export', 'selftest', '--full')).stderr).toContain('--out DIR');
    expect((await run('export', 'rts')).stderr).toContain('did you mean "rst"?');
  });
});
