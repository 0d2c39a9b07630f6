import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { designNames } from '../../src/spec/designs/index.ts';
import { run, type CommandRun } from './run.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'story-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function replay(scenario: object, ...options: string[]): Promise<CommandRun> {
  const file = path.join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify(scenario));
  return run('replay', ...options, file);
}

const linesOf = ({ stdout }: CommandRun): Readonly<Record<string, unknown>>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

/** perf profiles a CPU on which a guest has the LBRs. */
const QUESTION = {
  design: 'v7.3',
  instance: { events: [{ name: 'prof', priority: 'cpu-flexible' }] },
  steps: [
    { op: 'kvm.entry', vcpu: 'A', cpu: 0 },
    { op: 'guest.enable_lbr', vcpu: 'A' },
    { op: 'kvm.exit', vcpu: 'A' },
    { op: 'perf.open', event: 'prof' },
    { op: 'kvm.entry', vcpu: 'A' },
    { op: 'guest.branch', vcpu: 'A' },
  ],
};

test('the story says after each step who owns the LBRs, what DEBUGCTL is, whose records there are, and what breaks', async () => {
  const { status, stdout } = await replay(QUESTION);
  expect(status).toBe(0);
  expect(stdout).toContain('1.1. scheduler on CPU 0 switches to task A');
  expect(stdout).toContain('5.4. KVM, vCPU A enters the guest');
  expect(stdout).toMatch(
    /^4\. perf opens .*\n.*LBRs: prof and vLBR A; DEBUGCTL 0; records --\n.*events: prof active, vLBR A active\n> breaks LBR-OWN-3/m,
  );
  expect(stdout).toMatch(/^6\. guest A executes a branch\n.*DEBUGCTL LBR; records A-\n/m);
  expect(stdout).toContain('Breaks LBR-OWN-3 at step 4:');
  expect(stdout).not.toContain('intel_pmu_lbr_add()');
});

test('--explain adds the kernel functions of the design and what a step changes', async () => {
  const { stdout } = await replay(QUESTION, '--explain');
  expect(stdout).toContain('__perf_install_in_context() > ctx_resched() > intel_pmu_lbr_add()');
  expect(stdout).toContain('vCPU A: LBR MSRs passed through: 0 -> 1');
  const early = await replay({ ...QUESTION, design: 'v6.2' }, '--explain');
  expect(stdout).toContain('get_debugctlmsr()');
  expect(early.stdout).not.toContain('get_debugctlmsr()');
});

test('--json has the same: the state, each step with the state after it, and the rules', async () => {
  const lines = linesOf(await replay(QUESTION, '--json'));
  expect(lines[0]).toMatchObject({ design: 'v7.3', cpus: [{ owner: 'nobody' }] });
  const steps = lines.slice(1, -1);
  expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(QUESTION.steps.keys()));
  for (const step of steps) expect(step).toMatchObject({ result: 'ok', cpus: [{}], events: [{}, {}] });
  expect(steps.find(({ op }) => op === 'perf.open')).toMatchObject({
    breaks: ['LBR-OWN-3'],
    cpus: [{ owner: 'prof and vLBR A' }],
  });
  expect(steps.at(-1)).toMatchObject({ cpus: [{ debugctl: ['LBR'], ring: [{ letter: 'A' }, null] }] });
  expect(steps[0]).not.toHaveProperty('functions');
  expect(lines.at(-1)?.breaks).toEqual([{ rule: 'LBR-OWN-3', step: 3, title: 'An ACTIVE host event really records' }]);
  const explained = linesOf(await replay(QUESTION, '--json', '--explain'));
  expect(explained[1]).toHaveProperty('functions');
  expect(explained[1]).toHaveProperty('changes');
});

test('--design all says of each design what the run breaks there, and where a design does not take a step', async () => {
  const { stdout } = await replay(QUESTION, '--design', 'all');
  for (const design of designNames) expect(`\n${stdout}`).toContain(`\n${design}: `);
  expect(stdout).toContain('v7.3: LBR-OWN-3 at step 4\n');
  expect(stdout).toContain('contract: breaks no rule\n');
  expect(stdout).toMatch(/v7\.3-mediated: breaks no rule; stops at \$\.steps\[1\]/);
  const lines = linesOf(await replay(QUESTION, '--design', 'all', '--json'));
  expect(new Set(lines.map(({ design }) => design))).toEqual(new Set(designNames));
  expect(lines.find(({ stops }) => stops !== undefined)).toMatchObject({ design: 'v7.3-mediated' });
});

test('a step that no design takes is bad input', async () => {
  const steps = [{ op: 'perf.close', event: 'prof' }];
  const { status, stdout, stderr } = await replay({ ...QUESTION, steps }, '--design', 'all');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('$.steps[0]: perf.close(event=prof) is not enabled here');
});

test('a counterexample of a rule on what must follow breaks it in its story', async () => {
  const { stdout } = await run('replay', 'scenarios/counterexamples/LBR-OWN-3/v7.3.json');
  expect(stdout).toMatch(/LBR-LIV-5: .*\n? *\(it\n? *never does from here on\)|LBR-LIV-5: [^>]*never does/);
});
