// The lab as users run it, where `npm run lab -- setup` was done: a short version of everything that needs whole kernels.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { labCache } from '../../lab/emulator/paths.ts';
import { LabFailed, RunFailed } from '../../lab/failure.ts';
import { planOf, isObstacle } from '../../lab/plan-of.ts';
import { LabSession } from '../../lab/session.ts';
import { tracedRuns } from '../../lab/traces.ts';
import { agentHash, cpuHash } from '../../src/node/lab-hashes.ts';
import { checkText } from '../../src/spec/lab/against-trace.ts';
import { parseLog } from '../../src/spec/lab/log/parse.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';
import { cannotRun } from './report.ts';

const SCENARIO = 'scenarios/counterexamples/LBR-ISO-1/v6.12.json';
const KIND = { kernel: '6.12', cpu: 'skylake', cpus: 1, seed: 1 };
const folder = mkdtempSync(path.join(tmpdir(), 'lbr-lab-outside-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let session: LabSession;
beforeAll(() => (session = new LabSession(() => {})));
afterAll(() => session.close());

function needsLab(context: TestContext): void {
  for (const file of [`emulator-${cpuHash()}`, `agent-${agentHash()}`, 'kernel-6.12/packages']) {
    if (!existsSync(path.join(labCache, file))) {
      cannotRun(context, `the lab is not set up for these sources: npm run lab -- setup (${file} is not in its cache)`);
    }
  }
}

function lab(...args: readonly string[]) {
  return spawnSync(process.execPath, ['bin/lbr-contract.mjs', 'lab', 'run', ...args], { encoding: 'utf8' });
}

function lines(): readonly { readonly text: string }[] {
  const plan = planOf(JSON.parse(readFileSync(SCENARIO, 'utf8')) as Scenario);
  if (isObstacle(plan)) throw new Error(plan.cannot);
  return plan.lines;
}

test('a scenario is run on a version, with trace, log and JSON, and its ticket is replayed', (context) => {
  needsLab(context);
  const out = ['--trace', at('trace'), '--log', at('log'), '--json'];
  const { status, stdout } = lab(SCENARIO, '--kernel', '6.12', ...out);
  expect(status).toBe(1);
  const { findings, rules } = JSON.parse(stdout) as {
    findings: { rule: string; ticket: string }[];
    rules: Record<string, { violated: number }>;
  };
  expect(rules['LBR-ISO-1'].violated).toBeGreaterThan(0);
  expect(parseLog(readFileSync(at('log'), 'utf8')).events.length).toBeGreaterThan(100);
  const { summary } = checkText(readFileSync(at('trace'), 'utf8'));
  expect(summary.understood).toBeGreaterThan(100);
  const ticket = findings.find(({ rule }) => rule === 'LBR-ISO-1')?.ticket ?? '';
  const again = lab('--ticket', ticket);
  expect(again.stdout).toContain('replayed: the same violation of LBR-ISO-1 at the same tick');
  expect(again.status).toBe(1);
});

test('100 runs of one scenario end in one state', async (context) => {
  needsLab(context);
  const hashes = new Set<string>();
  for (let run = 0; run < 100; run++) hashes.add((await session.run(KIND, lines())).result.hash);
  expect(hashes.size).toBe(1);
});

test('check-trace says nothing that the log of the same run does not bear out', async (context) => {
  needsLab(context);
  const wrong: string[] = [];
  let runs = 0;
  let judged = 0;
  for await (const run of tracedRuns({ kernels: ['6.12'], rules: [], seen: false }, () => {})) {
    runs++;
    judged += run.violated.length + run.kept.length;
    wrong.push(...run.wrong.map((sentence) => `${run.job.rule} ${run.job.design}: ${sentence}`));
  }
  expect(wrong).toEqual([]);
  expect(runs).toBeGreaterThan(30);
  expect(judged).toBeGreaterThan(runs);
});

test('a bzImage with a folder of modules does what the series does, and without modules it has no KVM', (context) => {
  needsLab(context);
  const kernel = path.join(labCache, 'kernel-6.12');
  const image = readdirSync(path.join(kernel, 'boot')).find((name) => name.startsWith('vmlinuz')) ?? '';
  const own = lab(SCENARIO, '--kernel', path.join(kernel, 'boot', image), '--modules', kernel);
  expect(own.stdout).toBe(lab(SCENARIO, '--kernel', '6.12').stdout);
  const without = lab(SCENARIO, '--kernel', path.join(kernel, 'boot', image));
  expect(without.stderr).toContain('the kernel has no KVM: there is no /dev/kvm');
  expect(without.status).toBe(2);
});

test('a panic and a hang are the run’s, a full disk is the lab’s, each in a clear line', async (context) => {
  needsLab(context);
  const failure = async (texts: readonly string[], limit?: number): Promise<unknown> => {
    const steps = texts.map((text) => ({ text }));
    return session.run(KIND, steps, limit === undefined ? {} : { limit }).catch((error: unknown) => error);
  };
  const panic = await failure(['!patch do_syscall_64 0f0b', 'sleep 1']);
  expect(String(panic)).toMatch(/RunFailed: the kernel panicked\nthe serial log ends:\n/);
  expect(
    String(
      await failure(
        lines().map(({ text }) => text),
        100_000,
      ),
    ),
  ).toContain('a hang: the limit of instructions');
  const steps = await failure(['!at no_such_symbol pmi', 'sleep 1']);
  expect(steps).toBeInstanceOf(RunFailed);
  expect(steps).not.toBeInstanceOf(LabFailed);
  expect(String(steps)).toContain('no_such_symbol');
  const full = lab(SCENARIO, '--kernel', '6.12', '--log', '/dev/full');
  expect({ status: full.status, stderr: full.stderr }).toEqual({
    status: 2,
    stderr: expect.stringMatching(/\/dev\/full: .*space/),
  });
});
