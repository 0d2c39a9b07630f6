import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { generateHeader } from '../../lab/emulator/generate.ts';

const cpu = path.resolve('lab/cpu');
const json = (name: string) => JSON.parse(readFileSync(path.join(cpu, name), 'utf8'));
const settings = json('settings.json') as Parameters<typeof generateHeader>[0];
const folder = mkdtempSync(path.join(tmpdir(), 'lab-cpu-'));
const binary = path.join(folder, 'unit');
let missing: string | undefined;

beforeAll(() => {
  writeFileSync(path.join(folder, 'settings.gen.h'), generateHeader(settings, json('models.json')));
  const sources = ['settings', 'lbr', 'perfmon', 'msr', 'vmx', 'xsave', 'judge', 'log', 'symbols'].map((name) =>
    path.join(cpu, `${name}.cc`),
  );
  const tests = readdirSync(path.join(cpu, 'unit'))
    .filter((name) => name.endsWith('.cc'))
    .map((name) => path.join(cpu, 'unit', name));
  const flags = ['-std=c++17', '-O0', '-Wall', '-Wextra', '-Werror', `-I${folder}`];
  const built = spawnSync('g++', [...flags, '-o', binary, ...sources, ...tests], { encoding: 'utf8' });
  if (built.error) missing = 'g++ is missing (Debian: apt-get install g++)';
  else if (built.status !== 0) throw new Error(built.stderr);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(context: TestContext, ...args: string[]) {
  if (missing !== undefined) context.skip(missing);
  return spawnSync(binary, args, { encoding: 'utf8' });
}

test('the emulated CPU keeps the rules of the manual', (context) => {
  const { stdout, status } = run(context);
  expect(stdout).toMatch(/\d+ tests, 0 failed/);
  expect(status).toBe(0);
});

test.for(settings.settings.filter((each) => each.kind === 'fault').map((each) => each.name))(
  'its tests notice %s',
  (fault, context) => {
    expect(run(context, fault).status).toBe(1);
  },
);
