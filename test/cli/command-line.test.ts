import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { version } from '../../src/cli/version.ts';
import { run } from './run.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'lbr-cli-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const names = Object.keys(commands);
const VERIFY = 'verify --rule dbg-21 --design v6.2 --runs 20'.split(' ');

describe('help', () => {
  test('lists every command; without a command it goes to standard error, and the status is 2', async () => {
    const asked = await run('--help');
    expect(asked.status).toBe(0);
    for (const name of names) expect(asked.stdout).toContain(`\n  ${name} `);
    expect(await run()).toEqual({ status: 2, stdout: '', stderr: asked.stdout });
    expect(await run('help')).toEqual(asked);
  });

  test.each(names)('of %s says how it is used, and comes in three ways', async (name) => {
    const { status, stdout } = await run(name, '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^usage: lbr-contract ${name} `));
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect((await run('help', name)).stdout).toBe(stdout);
    expect((await run(name, '-h')).stdout).toBe(stdout);
  });

  test('--version is the version of the contract', async () => {
    expect(await run('--version')).toEqual({ status: 0, stdout: `lbr-contract ${version}\n`, stderr: '' });
  });
});

describe('bad usage: status 2, nothing on standard output, one line that says what to do', () => {
  test.each([
    [['verfy'], 'unknown command "verfy"; did you mean "verify"?'],
    [['toString'], 'unknown command "toString"'],
    [['help', 'cit'], 'did you mean "cite"?'],
    [['verify', '--desgin', 'v7.3'], 'unknown option "--desgin"; did you mean "--design"?'],
    [['verify', '--runs'], '--runs: expected a value'],
    [['verify', '--runs', '-1'], '--runs: expected a value'],
    [['verify', '--runs=-1'], '--runs: found "-1", expected a whole number from 0 on'],
    [['verify', '--no-mutants=1'], '--no-mutants: takes no value'],
    [['verify', '--rule', 'own-999'], 'unknown rule "own-999"; did you mean LBR-OWN-'],
    [['verify', '--design', 'v73'], 'did you mean "v7.3"?'],
    [['verify', '--reporter', 'ktp'], 'did you mean "ktap"?'],
    [['verify', '--no-xfail'], '--no-xfail: found --reporter pretty, expected ktap'],
    [['verify', '--shard', '3/2', '--out', 'x'], '--shard: found "3/2"'],
    [['verify', '--out', '/dev/null/x'], '/dev/null/x: a part of the path is not a directory'],
    [['verify', '--out', '.'], '.: is a directory'],
    [['verify', '--merge', '/nonexistent'], '--merge /nonexistent: no such file or directory'],
    [['campaign', '--instance', 'pined'], 'did you mean "pinned"?'],
    [['replay', 'one', 'two'], 'expected one FILE or -, found one two'],
    [['replay', '/nonexistent'], '/nonexistent: no such file or directory'],
    [['replay', '--design', 'v73', 'x'], 'did you mean "v7.3"?'],
    [['lint', '.'], '.: is a directory'],
    [['rule'], 'expected at least one rule ID'],
    [['cite', 'own-1', '--site', 'lbr'], '--site: found "lbr", expected an address'],
    [['drift', '--kernel', '/nonexistent'], '/nonexistent: no kernel tree'],
    [['export'], 'expected one target'],
    [['export', 'promela', '--design', 'v9', '--out', 'x'], 'design: found "v9", expected v5.12'],
    [['export', 'rst', '--instance', 'pinned'], 'rst does not take --instance'],
    [['check-trace', '--reportre', 'x', 'y'], 'did you mean "--reporter"?'],
  ])('%j', async (args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});

describe('a report goes to its file whole or not at all', () => {
  test('the folder is made, nothing is left beside the file, and nothing is printed', async () => {
    const out = path.join(folder, 'a/b/verdicts.csv');
    expect(await run(...VERIFY, '--reporter', 'csv', '--out', out)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(out, 'utf8')).toBe('rule,revision,level,v6.2\nLBR-DBG-21,1,must,violated\n');
    expect(readdirSync(path.dirname(out))).toEqual(['verdicts.csv']);
  });

  test('a link stays a link, and a device a device', async () => {
    const [real, link] = ['real.csv', 'link.csv'].map((name) => path.join(folder, name));
    writeFileSync(real, 'old');
    symlinkSync(real, link);
    await run(...VERIFY, '--reporter', 'csv', '--out', link);
    expect(readFileSync(real, 'utf8')).toContain('LBR-DBG-21');
    expect((await run(...VERIFY, '--reporter', 'csv', '--out', '/dev/null')).status).toBe(0);
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });

  test.skipIf(process.getuid?.() === 0)('a folder that cannot be written to is refused before the work', async () => {
    const closed = path.join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    const { status, stderr } = await run(...VERIFY, '--out', path.join(closed, 'x'));
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('permission denied') as string });
  });
});

test('the same rules and designs in another order, and twice, are the same report', async () => {
  const args = ['verify', '--runs', '20', '--reporter', 'csv'];
  const once = await run(...args, '--rule', 'LBR-DBG-20', '--rule', 'dbg-21', '--design', 'v6.2', '--design', 'v7.3');
  const other = await run(
    ...args,
    ...'--design v7.3 --design v6.2 --design v7.3 --rule dbg-21 --rule dbg-20'.split(' '),
  );
  expect(other).toEqual(once);
  expect(once.stdout.split('\n')[0]).toBe('rule,revision,level,v6.2,v7.3');
});

test('the same seed gives the same bytes but date and durations', async () => {
  const report = async (seed: string): Promise<string> => {
    const { stdout } = await run(...VERIFY, '--reporter', 'json', '--seed', seed);
    return stdout.replace(/"(date|seconds)": [^,\n]+/g, '"$1"');
  };
  expect(await report('5')).toBe(await report('5'));
  expect(await report('5')).not.toBe(await report('6'));
});

describe('as a process of its own, in another directory', () => {
  const bin = path.resolve('bin/lbr-contract.mjs');

  test('a closed pipe is no fault', () => {
    const script = `"$0" "$1" export rules | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, bin], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).toEqual({ stdout: '{\n0\n', stderr: '' });
  });

  test('verifies in worker threads, and is quiet where standard error is no terminal', () => {
    const args = [bin, ...VERIFY, '--rule', 'own-9', '--workers', '2', '--reporter', 'ktap'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('ok 2 LBR-DBG-21');
    expect(existsSync(path.join(folder, 'verdicts'))).toBe(false);
  });
});
