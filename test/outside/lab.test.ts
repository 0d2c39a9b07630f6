import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, type TestContext } from 'vitest';
import { agentHash, cpuHash } from '../../src/node/lab-hashes.ts';
import type { FaultResults } from '../../src/spec/lab/faults.ts';
import type { WalkResults } from '../../src/spec/lab/walk.ts';
import { faults } from '../../lab/faults.ts';
import { labCache } from '../../lab/emulator/paths.ts';
import { steady } from '../../lab/steady.ts';
import { walk } from '../../lab/walk.ts';
import { cannotRun } from './report.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lab-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The lab is never set up by a test: that fetches packages and builds for minutes. */
function needsLab(context: TestContext): void {
  const parts = [`emulator-${cpuHash()}`, `agent-${agentHash()}`, 'kernel-7.3'];
  const missing = parts.filter((part) => !existsSync(path.join(labCache, part)));
  if (missing.length > 0) cannotRun(context, 'the lab was not set up from these sources: npm run lab -- setup');
}

const said: string[] = [];
const say = (line: string): void => void said.push(line);

test('replays and a run from boot end in the same state, and no contention means no report', async (context) => {
  needsLab(context);
  expect(await steady(['--steps', '2000', '--replays', '5'], say), said.join('\n')).toBe(0);
}, 600_000);

test('faults in the running kernel and in the CPU are found', async (context) => {
  needsLab(context);
  const out = path.join(folder, 'faults.json');
  const names = ['perf-first-user-reset', 'perf-host-mute', 'cpu-entry-is-recorded'];
  const workloads = ['event-then-guest', 'guest-alone'];
  const options = [...names.flatMap((name) => ['--fault', name]), ...workloads.flatMap((name) => ['--workload', name])];
  await faults([...options, '--out', out], say);
  const found = JSON.parse(readFileSync(out, 'utf8')) as FaultResults;
  expect(found.faults.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(names.map((name) => `${name} found`));
}, 600_000);

test('first-user reset, restore elision, the mute of the host and the IRQ-off window each change what is seen', async (context) => {
  needsLab(context);
  const out = path.join(folder, 'four.json');
  const names = ['perf-first-user-reset', 'perf-restore-elision', 'perf-host-mute', 'kvm-irqs-off-window'];
  const workloads = ['event-then-guest', 'guest-alone', 'two-guests', 'loses-and-regains', 'event-in-the-window'];
  const options = [...names.flatMap((name) => ['--fault', name]), ...workloads.flatMap((name) => ['--workload', name])];
  await faults([...options, '--out', out], say);
  const found = JSON.parse(readFileSync(out, 'utf8')) as FaultResults;
  for (const { name, outcome, seenBy } of found.faults) {
    expect({ name, outcome }).toEqual({ name, outcome: expect.stringMatching(/^(found|changes)$/) });
    expect(seenBy.filter(({ stops }) => stops === undefined)).not.toEqual([]);
  }
}, 600_000);

test('a random campaign gives the same file in two parts as in one', async (context) => {
  needsLab(context);
  const run = async (name: string, ...options: string[]): Promise<WalkResults> => {
    const out = path.join(folder, name);
    await walk([...options, '--out', out], say);
    return JSON.parse(readFileSync(out, 'utf8')) as WalkResults;
  };
  const one = await run('one.json', '--seed', '5', '--runs', '2');
  await run('a.json', '--seed', '5', '--runs', '2', '--shard', '1/2');
  await run('b.json', '--seed', '5', '--runs', '2', '--shard', '2/2');
  const joined = await run('c.json', '--merge', path.join(folder, 'b.json'), path.join(folder, 'a.json'));
  expect(joined).toEqual(one);
}, 600_000);
