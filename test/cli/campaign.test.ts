import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runsOfShard } from '../../src/cli/campaign/shards.ts';
import { run } from './run.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'lbr-campaign-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const COMMON = '--design v7.3 --instance pinned --steps 40 --seed 7 --workers 1'.split(' ');

test('the parts of a campaign are all of its runs, each once', () => {
  for (const [runs, of] of [
    [10, 3],
    [1, 4],
    [100_000_000, 7],
  ] as const) {
    const parts = Array.from({ length: of }, (_, index) => runsOfShard(runs, { index: index + 1, of }));
    expect(parts[0].first).toBe(0);
    expect(parts.at(-1)?.end).toBe(runs);
    for (let index = 1; index < of; index++) expect(parts[index].first).toBe(parts[index - 1].end);
  }
});

describe('shards', () => {
  const shards = (): string => path.join(folder, 'shards');
  const merge = (runs: string): ReturnType<typeof run> =>
    run('campaign', ...COMMON, '--runs', runs, '--merge', shards());
  beforeAll(async () => {
    for (const index of [1, 2, 3]) {
      const state = path.join(shards(), `${index}.json`);
      await run('campaign', ...COMMON, '--runs', '600', '--shard', `${index}/3`, '--state', state);
    }
  });

  test('join to what one campaign in a piece finds', async () => {
    const whole = await run('campaign', ...COMMON, '--runs', '600');
    expect(whole.status).toBe(0);
    expect(whole.stdout).toMatch(/LBR-OWN-3 violated in \d+ steps, as declared/);
    expect(await merge('600')).toEqual(whole);
  });

  test('refuse holes, what is there twice, another commit, garbage, and other options', async () => {
    const file = (name: string): string => path.join(shards(), name);
    const second = readFileSync(file('2.json'), 'utf8');
    const wrong = async (text: string | undefined, name = '2.json'): Promise<string> => {
      if (text === undefined) rmSync(file(name));
      else writeFileSync(file(name), text);
      const { status, stderr } = await merge('600');
      expect(status).toBe(2);
      if (name !== '2.json') rmSync(file(name));
      writeFileSync(file('2.json'), second);
      return stderr;
    };
    expect(await wrong(undefined)).toContain('runs 200 to 399 are missing');
    expect(await wrong(second, 'copy.json')).toContain('which another shard has too');
    expect(await wrong(second.replace(/"commit": "\w+"/, '"commit": "other"'))).toContain('of commit other');
    expect(await wrong('null')).toContain('2.json: found format "none", expected "lbr-campaign/1"');
    expect(await wrong('{"format": "lbr-shard/1"}')).toContain('found format "lbr-shard/1"');
    expect((await merge('700')).stderr).toContain('runs 600 to 699 are missing');
    expect((await merge('500')).stderr).toContain('expected --runs 500');
    expect((await merge('600')).status).toBe(0);
  });

  test('a part without a state file is refused', async () => {
    expect(await run('campaign', '--shard', '1/2')).toMatchObject({ status: 2, stdout: '' });
  });
});

/** Starts a campaign of its own process, sends `signal` once its state file is there, and returns the exit status. */
async function interrupted(state: string, signal: NodeJS.Signals): Promise<{ code: number | null; stderr: string }> {
  const args = ['bin/lbr-contract.mjs', 'campaign', ...COMMON, '--runs', '100000000', '--state', state];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
  while (!existsSync(state)) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill(signal);
  return { code: await code, stderr };
}

const nextRun = (state: string): number => (JSON.parse(readFileSync(state, 'utf8')) as { nextRun: number }).nextRun;

test('a campaign of 100,000,000 runs stops at Ctrl-C with what it has, and goes on from there', async () => {
  const state = path.join(folder, 'stopped.json');
  const { code, stderr } = await interrupted(state, 'SIGINT');
  expect(code).toBe(130);
  const done = nextRun(state);
  expect(stderr).toBe(`stopped after run ${done} of 100000000; ${state} has them; the same command goes on\n`);
  const goal = String(done + 10);
  const resumed = await run('campaign', ...COMMON, '--runs', goal, '--state', state);
  expect(resumed).toEqual(await run('campaign', ...COMMON, '--runs', goal));
  expect(nextRun(state)).toBe(done + 10);
});

test('killed, it leaves the state of its last round, whole', async () => {
  const state = path.join(folder, 'killed.json');
  expect((await interrupted(state, 'SIGKILL')).code).toBe(null);
  expect(nextRun(state)).toBeGreaterThan(0);
  expect(
    readdirSync(folder).filter((name) => name.startsWith('killed') && !/\.json(\.\d+\.part)?$/.test(name)),
  ).toEqual([]);
});
