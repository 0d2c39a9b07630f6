import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lbr-lab-setup-'));
  mkdirSync(path.join(folder, 'bin'));
  writeFileSync(path.join(folder, 'source.tar.xz'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** `setup` with an empty cache and no program in its path but those that `bin` has. */
function setup(...args: readonly string[]) {
  const run = [path.resolve('node_modules/tsx/dist/cli.mjs'), path.resolve('lab/lab.ts'), 'setup', ...args];
  const env = { PATH: path.join(folder, 'bin'), LBR_CONTRACT_LAB: path.join(folder, 'cache') };
  const { status, stdout, stderr } = spawnSync(process.execPath, run, { encoding: 'utf8', env });
  return { status, lines: `${stdout}${stderr}`.trim().split('\n') };
}

const source = (): string => path.join(folder, 'source.tar.xz');

test('without a package client, one line says what to give in its place, and the status is 3', () => {
  const { status, lines } = setup();
  expect(lines).toEqual([expect.stringMatching(/^lab: .*(lacking|needed)/)]);
  expect(status).toBe(3);
});

test('without a compiler, one line says which', () => {
  const { status, lines } = setup('--emulator-source', source());
  expect(lines).toEqual([expect.stringMatching(/^lab: (the program g\+\+ is lacking|an x86-64 Linux is needed)/)]);
  expect(status).toBe(3);
});

test('a package client that cannot fetch its lists is one line, with what it said', () => {
  const client = path.join(folder, 'bin', 'apt-get');
  writeFileSync(client, '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "E: no network here" >&2\nexit 100\n');
  chmodSync(client, 0o755);
  const { status, lines } = setup();
  rmSync(client);
  expect(lines).toEqual([expect.stringMatching(/^lab: .*(E: no network here|lacking|name no Debian mirror|needed)/)]);
  expect(status).toBe(3);
});

test('a source that is not there is bad input', () => {
  const { status, lines } = setup('--emulator-source', path.join(folder, 'none'));
  expect(lines).toEqual([expect.stringMatching(/no such file|an x86-64 Linux is needed/)]);
  expect([2, 3]).toContain(status);
});
