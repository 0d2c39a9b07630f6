import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** A directory outside the repository in which the packed package is installed, with nothing beside it. */
let folder = '';
const installed = (): string => path.join(folder, 'node_modules/lbr-contract');

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lbr-package-'));
  const env = { ...process.env, LBR_PACK_VERDICTS: '0' };
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [packed] = readdirSync(folder);
  mkdirSync(installed(), { recursive: true });
  execFileSync('tar', ['-xzf', path.join(folder, packed), '--strip-components=1', '-C', installed()]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function bin(args: readonly string[], input = ''): { stdout: string; stderr: string; status: number | null } {
  const { bin: bins } = JSON.parse(readFileSync(path.join(installed(), 'package.json'), 'utf8')) as {
    bin: { [name: string]: string };
  };
  const program = path.join(installed(), bins['lbr-contract']);
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, input, encoding: 'utf8' });
}

describe('the packed package, outside the repository', () => {
  test('installs nothing beside itself, and has no sources and no paths of this machine', () => {
    const manifest = JSON.parse(readFileSync(path.join(installed(), 'package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('private');
    const files = readdirSync(installed(), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => file.startsWith('src/') || file.startsWith('test/'))).toEqual([]);
    const bundle = files
      .filter((file) => file.endsWith('.mjs'))
      .map((file) => readFileSync(path.join(installed(), file), 'utf8'));
    expect(bundle.filter((text) => text.includes(process.cwd()))).toEqual([]);
  });

  test('verifies, in worker threads', () => {
    const { stdout, status } = bin('verify --rule LBR-DBG-21 --runs 50 --workers 2 --reporter json'.split(' '));
    expect(status).toBe(0);
    const file = JSON.parse(stdout) as { commit: string; modelHash: string; verdicts: { verdict: string }[] };
    expect(file.commit).toBe('unknown');
    expect(file.verdicts.length).toBeGreaterThan(1);
    expect(file.modelHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('cites, replays, lints and exports', () => {
    expect(bin(['cite', 'own-1']).stdout).toContain('LBR-OWN-1 r');
    expect(bin(['replay', '-'], '{"steps":[{"op":"guest.wrmsr","msr":"0x1d9","value":"0x8000"}]}').stdout).toContain(
      '#GP',
    );
    expect(bin(['lint', '-'], 'LBR-OWN-999\n').status).toBe(1);
    expect(bin(['export', 'selftest', '--full', '--out', path.join(folder, 'kvm')]).status).toBe(0);
    expect(bin(['export', 'selftest']).stdout).toContain('GPL-2.0-only');
    expect(bin(['export', 'rst']).stdout).toContain('Known issues');
    expect(bin(['export', 'series', '--kernel', folder]).status).toBe(2);
    expect(readdirSync(path.join(folder, 'kvm/x86'))).toEqual(['lbr_contract.h', 'lbr_contract_test.c']);
  });

  test('is a library with types', () => {
    writeFileSync(
      path.join(folder, 'use.mts'),
      `import { allRules, cite, designs, parseDocument, replayRegister, report, verifyRules } from 'lbr-contract';
import type { Scenario, VerdictEntry, VerdictFile } from 'lbr-contract';
declare const console: { log(...values: unknown[]): void };
const entries: VerdictEntry[] = verifyRules({ rules: allRules.filter(({ id }) => id === 'LBR-DBG-21'), designs: ['contract'], runs: 20 });
const scenario: Scenario = parseDocument({ steps: [{ op: 'guest.rdmsr', msr: '0x1d9' }] });
export const text: (file: VerdictFile) => string = (file) => report(file, 'csv');
const [rule] = allRules;
if (rule) console.log(entries[0]?.verdict, replayRegister(scenario)[0]?.result, designs.length > 0, cite(rule, 'trailer', { version: '1' }));
`,
    );
    // As strict as a consumer can be: the declarations are checked too, with no types of Node, of a browser or of fast-check.
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023'],
      types: [],
      skipLibCheck: false,
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.mts'] }));
    const tsc = path.resolve('node_modules/typescript/bin/tsc');
    const compiled = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: folder, encoding: 'utf8' });
    expect(compiled.stdout).toBe('');
    const ran = spawnSync(process.execPath, ['use.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(ran.stdout).toMatch(/^holds ok true Contract: LBR-OWN-1 r/);
  });
});
