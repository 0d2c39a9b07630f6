/** The example at the entry of the checker compiles, runs, and does what its comments say. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import ts from 'typescript';
import { expect, test } from 'vitest';

const FOLDER = path.resolve('src/spec/check');
const [, block = ''] = /\n \* ```ts\n([\s\S]*?) \* ```/.exec(readFileSync(path.join(FOLDER, 'index.ts'), 'utf8')) ?? [];
const example = block.replaceAll(/^ \* ?/gm, '');

test('it is about twenty lines of code', () => {
  const lines = example.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import'));
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.length).toBeLessThanOrEqual(24);
});

test('it compiles', () => {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  const file = path.join(FOLDER, 'tutorial-example.ts');
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? example : readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, example, ts.ScriptTarget.ES2022, true) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], { ...options, types: [] }, host);
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  expect(program.getSourceFile(file)?.text).toBe(example);
  expect(problems).toEqual([]);
});

test('it finds what it says', async () => {
  const { outputFiles } = buildSync({
    stdin: { contents: example, resolveDir: FOLDER, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    external: ['fast-check'],
    logLevel: 'silent',
  });
  const url = `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`;
  const found = (await import(/* @vite-ignore */ url)) as {
    states: number;
    properties: readonly { verdict: string }[];
    run: readonly string[];
  };
  expect(found.states).toBe(4);
  expect(found.properties[0].verdict).toBe('violated');
  expect(found.run).toEqual(['light.turn(lane=0)', 'light.turn(lane=1)']);
});
