import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { builtFrom, inputsOf, keepInputs } from '../../scripts/site/inputs.mjs';
import { startOptions } from '../../scripts/start/options.mjs';

const start = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['scripts/start.mjs', ...args], { encoding: 'utf8' });

test('options come before the environment, and the environment before the defaults', () => {
  expect(startOptions([], {})).toEqual({ port: 3000, host: '127.0.0.1', dev: false, help: false, base: '/' });
  expect(startOptions([], { PORT: '81', HOST: '::1', BASE_URL: '/a/' })).toMatchObject({
    port: 81,
    host: '::1',
    base: '/a/',
  });
  expect(startOptions(['--port', '82', '--host', 'me'], { PORT: 'x', HOST: 'y' })).toMatchObject({
    port: 82,
    host: 'me',
  });
});

test.each([
  [['--port', 'x'], {}, '--port: found "x", expected a port from 0 to 65535'],
  [['--port', '65536'], {}, '--port: found "65536"'],
  [[], { PORT: '-1' }, 'PORT: found "-1"'],
  [['--prot', '1'], {}, "Unknown option '--prot'"],
  [['--host', 'a b'], {}, '--host: found "a b"'],
  [[], { BASE_URL: 'a' }, 'BASE_URL: found "a"'],
])('%j with %j is refused', (args, env, message) => {
  expect(() => startOptions(args, env)).toThrow(message);
});

test('a taken port is one line and status 2, before any work', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  try {
    const { status, stdout, stderr } = start('--port', String(port));
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `npm start: port ${port} of 127.0.0.1 is taken; npm start -- --port N takes another\n`,
    });
  } finally {
    taken.close();
  }
});

test('help is help', () => {
  const { status, stdout } = start('--help');
  expect(status).toBe(0);
  for (const option of ['--port', '--host', '--dev', 'PORT', 'HOST', 'BASE_URL']) expect(stdout).toContain(option);
});

test('what a site was built from changes with a file, the verdicts and the base path, and with nothing that is left out', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'site-inputs-'));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  try {
    write('docs/a.md', '1');
    expect(builtFrom(root)).toBeUndefined();
    keepInputs(root, '/');
    expect(builtFrom(root)).toBeUndefined();
    write('build/index.html', '');
    expect(builtFrom(root)).toBe(inputsOf(root, '/'));
    expect(inputsOf(root, '/b/')).not.toBe(builtFrom(root));
    write('node_modules/x', '1');
    write('.cache/y', '1');
    expect(builtFrom(root)).toBe(inputsOf(root, '/'));
    for (const file of ['docs/a.md', 'verdicts/verdicts.json', 'src/new.ts']) {
      keepInputs(root, '/');
      write(file, '2');
      expect(inputsOf(root, '/'), file).not.toBe(builtFrom(root));
    }
  } finally {
    rmSync(root, { recursive: true });
  }
});
