import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, type Outcome } from './run.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'replay-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function replay(scenario: unknown, ...options: string[]): Promise<Outcome> {
  const file = path.join(folder, 'scenario.json');
  writeFileSync(file, typeof scenario === 'string' ? scenario : JSON.stringify(scenario));
  return run('replay', ...options, file);
}

const WRITE = { op: 'guest.wrmsr', msr: '0x1d9', value: '0x801' };

test('one line for each step, in the form that is promised', async () => {
  const { status, stdout } = await replay({ steps: [WRITE, { op: 'guest.rdmsr', msr: '0x6ff' }] });
  expect(status).toBe(0);
  expect(stdout).toBe(
    '{"step":0,"op":"guest.wrmsr","result":"ok","value":"0x801"}\n{"step":1,"op":"guest.rdmsr","result":"#GP"}\n',
  );
});

test('--explain names the rule that decides', async () => {
  const { stdout } = await replay({ steps: [{ ...WRITE, value: '0x8000' }] }, '--explain');
  expect(JSON.parse(stdout)).toMatchObject({ result: '#GP', rule: 'LBR-DBG-21' });
});

test('--design asks the question of another design', async () => {
  const scenario = { design: 'v7.3', steps: [{ ...WRITE, value: '0x3' }] };
  expect((await replay(scenario, '--design', 'v6.2')).stdout).toContain('"value":"0x0"');
  expect((await replay(scenario, '--design=v7.3')).stdout).toContain('"value":"0x1"');
});

test('a protocol scenario and register operations in one document', async () => {
  const steps = [{ op: 'perf.open', event: 'pinned' }, WRITE, { op: 'perf.close', event: 'pinned' }];
  const { status, stdout } = await replay({ design: 'v7.3', instance: 'pinned', steps });
  expect(status).toBe(0);
  expect(stdout.split('\n').map((line) => line.slice(0, 30))).toEqual([
    '{"step":0,"op":"perf.open","re',
    '{"step":1,"op":"guest.wrmsr","',
    '{"step":2,"op":"perf.close","r',
    '',
  ]);
});

test.each([
  ['$.steps[0].op', { steps: [{ op: 'guest.wmsr' }] }, 'did you mean "guest.wrmsr"?'],
  ['$.steps[0].msrs', { steps: [{ op: 'guest.rdmsr', msrs: '0x1d9' }] }, 'did you mean "msr"?'],
  ['$.host.depht', { host: { depht: 32 }, steps: [] }, 'did you mean "depth"?'],
  ['$.design', { design: 'v73', steps: [] }, 'did you mean "v7.3"?'],
  ['$.steps[1]', { steps: [WRITE, { op: 'guest.rsm' }] }, 'guest.smi comes first'],
  ['$.steps[0]', { instance: 'pinned', steps: [{ op: 'perf.close', event: 'pinned' }] }, 'not enabled'],
  ['$.steps[0].op', { instance: 'pinned', steps: [{ op: 'perf.opne' }] }, 'did you mean "perf.open"?'],
  ['$.instance', { instance: 'pined', steps: [] }, 'did you mean "pinned"?'],
])('bad input at %s: exit status 2, the path, and what was meant', async (where, scenario, hint) => {
  const { status, stdout, stderr } = await replay(scenario);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(`${where}: `);
  expect(stderr).toContain(hint);
});

test('what is no JSON, a file that is not there, and an unknown option', async () => {
  expect((await replay('{ "steps": [')).stderr).toContain('$: no JSON');
  expect((await run('replay', path.join(folder, 'missing.json'))).status).toBe(2);
  expect((await run('replay', '--explian', 'x')).stderr).toContain('did you mean "--explain"?');
});

test('every scenario of the self-test replays', async () => {
  for (const name of readdirSync('scenarios/selftest')) {
    const { status, stderr } = await run('replay', `scenarios/selftest/${name}`);
    expect(`${status} ${stderr}`, name).toBe('0 ');
  }
});
