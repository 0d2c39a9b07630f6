import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { designNames } from '../../src/spec/designs/index.ts';
import { run, type CommandRun } from './run.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'replay-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function replay(scenario: unknown, ...options: string[]): Promise<CommandRun> {
  const file = path.join(folder, 'scenario.json');
  writeFileSync(file, typeof scenario === 'string' ? scenario : JSON.stringify(scenario));
  return run('replay', ...options, file);
}

/** The document that shows the format. */
const FULL = {
  format: 'lbr-scenario/1',
  design: 'v7.3',
  host: {
    lbr: 'legacy',
    lbrFmt: 5,
    depth: 32,
    from: '0x680',
    to: '0x6c0',
    info: '0xdc0',
    callstack: true,
    pdcm: true,
    perfCapabilities: '0x2005',
    model: 106,
    rtm: true,
    busLockDetect: true,
    freezeInSmm: false,
    enablePmu: true,
    mediatedPmu: false,
    hybrid: false,
  },
  steps: [
    {
      op: 'vmm.set_cpuid',
      pdcm: true,
      pmuVersion: 2,
      model: 106,
      rtm: false,
      busLockDetect: false,
      archLbr: false,
      lbrDepth: 32,
    },
    { op: 'vmm.set_msr', msr: '0x345', value: '0x2005' },
    { op: 'vmm.get_msr', msr: '0x345' },
    { op: 'vmm.run' },
    { op: 'guest.wrmsr', msr: '0x1d9', value: '0x801' },
    { op: 'guest.rdmsr', msr: '0x1d9' },
    { op: 'host.open_lbr_event', priority: 'cpu-pinned' },
    { op: 'host.close_lbr_event' },
    { op: 'guest.vmenter_l2', loadDebugControls: true, debugctl: '0x1' },
    { op: 'guest.vmexit_l1' },
    { op: 'vmm.disable_pmu' },
    { op: 'vmm.reset' },
    { op: 'vmm.init' },
    { op: 'vmm.save' },
    { op: 'vmm.restore' },
  ],
};

/** For a guest that is not QEMU's default one. */
const withLbr = (...options: string[]): string[] => ['--guest', 'lbr', ...options];

const WRITE = { op: 'guest.wrmsr', msr: '0x1d9', value: '0x801' };

test('one line for each step, in the form that is promised', async () => {
  const { status, stdout } = await replay({ steps: [WRITE, { op: 'guest.rdmsr', msr: '0x6ff' }] }, ...withLbr());
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
  expect((await replay(scenario, ...withLbr('--design', 'v6.2'))).stdout).toContain('"value":"0x0"');
  expect((await replay(scenario, ...withLbr('--design=v7.3'))).stdout).toContain('"value":"0x1"');
});

test('--design all answers for every design, and each line says which', async () => {
  const { stdout } = await replay({ steps: [{ ...WRITE, value: '0x3' }] }, ...withLbr('--design', 'all', '--explain'));
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(lines.map(({ design }) => design)).toEqual(designNames);
  expect(Object.keys(lines[0])).toEqual(['step', 'op', 'result', 'value', 'rule', 'why', 'design']);
  expect(lines.find(({ design }) => design === 'v6.2')).toMatchObject({ value: '0x0', rule: 'LBR-DBG-20' });
});

test.each([
  ['0x8000', { rtm: false }, '#GP', 'LBR-DBG-21'],
  ['0x8000', { rtm: true }, 'ok', 'LBR-DBG-21'],
  ['0x4', { busLockDetect: true }, 'ok', 'LBR-DBG-22'],
  ['0x801', {}, 'ok', 'LBR-DBG-23'],
  ['0x801', { pdcm: false }, '#GP', 'LBR-DBG-23'],
  ['0x40', {}, '#GP', 'LBR-DBG-24'],
])('does a guest fault on DEBUGCTL %s with %o? %s, by %s', async (value, cpuid, result, rule) => {
  const steps = [
    { op: 'vmm.set_cpuid', ...cpuid },
    { op: 'guest.wrmsr', msr: '0x1d9', value },
  ];
  const { stdout } = await replay({ steps }, '--explain');
  expect(JSON.parse(stdout.split('\n')[1])).toMatchObject({ result, rule });
});

test('the document of the issue, word for word, with every operation', async () => {
  const { status, stdout } = await replay(FULL);
  expect(status).toBe(0);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>)
      .map(({ op, result, value }) => `${op} ${result}${value === undefined ? '' : ` ${value}`}`),
  ).toEqual([
    'vmm.set_cpuid ok',
    'vmm.set_msr ok 0x2005',
    'vmm.get_msr ok 0x2005',
    'vmm.run ok',
    'guest.wrmsr ok 0x801',
    'guest.rdmsr ok 0x801',
    'host.open_lbr_event ok',
    'host.close_lbr_event ok',
    'guest.vmenter_l2 ok',
    'guest.vmexit_l1 ok',
    'vmm.disable_pmu refused',
    'vmm.reset ok',
    'vmm.init ok',
    'vmm.save ok',
    'vmm.restore ok',
  ]);
});

test('refused means that nothing was written', async () => {
  const set = { op: 'vmm.set_msr', msr: '0x345', value: '0x2006' };
  const { stdout } = await replay({ steps: [set, { op: 'vmm.get_msr', msr: '0x345' }] });
  expect(stdout).toBe(
    '{"step":0,"op":"vmm.set_msr","result":"refused"}\n{"step":1,"op":"vmm.get_msr","result":"ok","value":"0x2005"}\n',
  );
});

test('numbers are hexadecimal in either case, decimal, or JSON numbers; a byte order mark is no matter', async () => {
  const write = (msr: unknown, value: unknown) => ({ op: 'guest.wrmsr', msr, value });
  const steps = [write('0X1D9', '0X801'), write('473', '2049'), write(473, 2049), write('debugctl', '0x8_01')];
  const { stdout } = await replay(`\ufeff${JSON.stringify({ steps })}`, ...withLbr());
  expect(stdout.match(/"value":"0x801"/g)).toHaveLength(4);
});

test('a protocol scenario and register operations in one document', async () => {
  const steps = [{ op: 'perf.open', event: 'pinned' }, WRITE, { op: 'perf.close', event: 'pinned' }];
  const { status, stdout } = await replay({ design: 'v7.3', instance: 'pinned', steps }, '--json');
  expect(status).toBe(0);
  expect(stdout.split('\n').map((line) => line.slice(0, 30))).toEqual([
    '{"design":"v7.3","instance":"1',
    '{"step":0,"op":"perf.open","re',
    '{"step":1,"op":"guest.wrmsr","',
    '{"step":2,"op":"perf.close","r',
    '{"breaks":[],"keeps":["LBR-OWN',
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
  ['$.steps[0].op', { steps: [{ op: 'perf.open', event: 'pinned' }] }, 'needs "instance" in the document'],
  ['$.steps[0].op', { steps: [{ op: '__proto__' }] }, 'unknown op "__proto__"'],
  ['$.steps[0].op', { steps: [{ op: 'constructor' }] }, 'unknown op "constructor"'],
  ['$.steps[0].op', { steps: [{}] }, 'found nothing'],
  ['$.steps[0]', { steps: [null] }, 'found null'],
  ['$.steps', {}, 'found nothing'],
  ['$.steps', { steps: {} }, 'expected a list'],
  ['$', [], 'expected an object'],
  ['$.steps[0].value', { steps: [{ ...WRITE, value: -1 }] }, 'found -1'],
  ['$.steps[0].value', { steps: [{ ...WRITE, value: '-0x1' }] }, 'found "-0x1"'],
  ['$.steps[0].value', { steps: [{ ...WRITE, value: 1.5 }] }, 'found 1.5'],
  ['$.steps[0].value', { steps: [{ ...WRITE, value: null }] }, 'found null'],
  ['$.steps[0].value', { steps: [{ ...WRITE, value: 2 ** 64 }] }, 'write it as text'],
  ['$.steps[0].value', { steps: [{ ...WRITE, value: '0x1ffffffffffffffff' }] }, 'at most 0xffffffffffffffff'],
  ['$.steps[0].value', { steps: [{ ...WRITE, value: '1'.repeat(1e7) }] }, 'expected a number'],
  ['$.steps[0].msr', { steps: [{ ...WRITE, msr: '0x10' }] }, 'outside the contract'],
  ['$.steps[0].msr', { steps: [{ ...WRITE, msr: 'DEBUGCTR' }] }, 'did you mean "DEBUGCTL"?'],
  ['$.host', { host: null, steps: [] }, 'found null'],
  ['$.host.depth', { host: { depth: 31 }, steps: [] }, 'expected 4, 8, 16, 32'],
  ['$.host.depth', { host: { lbr: 'arch', depth: 4 }, steps: [] }, 'expected 8, 16'],
  ['$.host.from', { host: { from: '0x1d0' }, steps: [] }, 'no CPU has 32 records there'],
  ['$.host.lbrFmt', { host: { lbrFmt: 5, perfCapabilities: '0x2006' }, steps: [] }, 'perfCapabilities says'],
  ['$.host.rmt', { instance: 'pinned', host: { rmt: true }, steps: [] }, 'did you mean "rtm"?'],
  ['$.violates', { violates: 'DBG-1', steps: [] }, 'expected the ID of a rule'],
  ['$.instance', { instance: 'pined', steps: [] }, 'did you mean "pinned"?'],
  ['$.instance', { instance: 1, steps: [] }, 'found 1'],
])('bad input at %s: exit status 2, the path, and what was meant', async (where, scenario, hint) => {
  const { status, stdout, stderr } = await replay(scenario);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(`${where}: `);
  expect(stderr).toContain(hint);
});

test.each([
  ['', '$: the document is empty'],
  [' \n', '$: the document is empty'],
  ['\ufeff', '$: the document is empty'],
  ['{"steps":[', '$: no JSON'],
  ['\0', '$: no JSON'],
  ['{"__proto__":{"steps":[]}}', '$.__proto__: unknown field'],
  ['{"steps":[],"design":"v7.3","design":"v6.2"}', '$.design: the field "design" is there twice'],
  ['{"steps":[{"op":"guest.rdmsr","msr":1,"\\u006dsr":2}]}', '$.steps[0].msr: the field "msr" is there twice'],
  ['{"host":{"a":{"x":1},"b":{"x":1,"x":2}},"steps":[]}', '$.host.b.x: the field "x" is there twice'],
  [`{"steps":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, '$: nested deeper than 64 levels'],
  [`{"${'a'.repeat(1e6)}":1}`, '...: unknown field "aaa'],
])('a document that is none is refused before anything is printed: %.40s', async (text, hint) => {
  const { status, stdout, stderr } = await replay(text);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(hint);
  expect(stderr.length).toBeLessThan(2000);
});

test('the same words in two objects, and in strings, are no duplicates', async () => {
  const text = '{"title":"{\\"steps\\":[,]}","steps":[{"op":"vmm.run"},{"op":"vmm.run"}],"host":{"rtm":true}}';
  expect((await replay(text)).stderr).toBe('');
});

test('what is no JSON, a file that is not there, and an unknown option', async () => {
  expect((await replay('{ "steps": [')).stderr).toContain('$: no JSON');
  expect((await run('replay', path.join(folder, 'missing.json'))).status).toBe(2);
  expect((await run('replay', '--explian', 'x')).stderr).toContain('did you mean "--explain"?');
});

test('every scenario of the self-test replays', async () => {
  const files = readdirSync('scenarios/selftest', { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((file) => file.endsWith('.json'))) {
    const { status, stderr } = await run('replay', `scenarios/selftest/${name}`);
    expect(`${status} ${stderr}`, name).toBe('0 ');
  }
});

test('the guest of a document that sets up none is the one that QEMU makes by default, and replay says so', async () => {
  const access = { op: 'guest.wrmsr', msr: '0x680', value: '0' };
  for (const host of [{}, { lbr: 'arch', from: '0x680', to: '0x6c0', info: 0 }]) {
    const { stdout, stderr } = await replay({ host, steps: [access, { ...WRITE, value: '0x1' }] }, '--design', 'all');
    expect(stdout).not.toMatch(/"step":0,"op":"guest.wrmsr","result":"ok"/);
    expect(stderr).toMatch(/the guest that QEMU makes by default, which has no guest LBR/);
  }
  const given = await replay({ steps: [access] }, ...withLbr());
  expect(given.stdout).toContain('"result":"ok"');
  expect(given.stderr).toContain('a guest with the LBR_FMT that KVM offers');
});

test('a document that sets up the vCPU says itself which guest it has', async () => {
  const steps = [{ op: 'vmm.set_cpuid' }, { op: 'guest.rdmsr', msr: '0x1c9' }];
  expect(await replay({ steps })).toMatchObject({ stderr: '', stdout: expect.stringContaining('"value":"0x0"') });
  expect(await replay({ steps }, ...withLbr())).toMatchObject({ status: 2, stdout: '' });
  expect((await replay({ steps: [WRITE] }, '--guest', 'lbrs')).stderr).toContain('did you mean "lbr"?');
});

test('a document that is compared with another vCPU says where the two differ', async () => {
  const { stdout } = await run('replay', 'scenarios/counterexamples/LBR-DBG-32/v7.3.json');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  expect(lines.filter(({ vcpu }) => vcpu !== undefined).length).toBeGreaterThan(0);
  expect(lines.at(-1)?.differs).toMatch(/^Here cpu\.guest_debugctl: 0x4; .*guest\.wrmsr 0x1d9 0x4: #GP$/);
});

test('what is compared is read to the last field', async () => {
  const wrong = await replay({ steps: [], compared: [{ as: 'a vCPU', step: [] }] });
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('$.compared[0].step');
});
