import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RecordedAnchors } from '../../../src/cli/drift/anchors.ts';
import { run } from '../run.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lbr-versions-'));
  mkdirSync(path.join(folder, 'arch/x86/kvm'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const { trees } = JSON.parse(readFileSync('registry/anchors.json', 'utf8')) as RecordedAnchors;

/** The first line about a tree of this version that has none of the code. */
async function standing(version: string): Promise<string> {
  const [major, minor, patch] = version.split('.');
  writeFileSync(path.join(folder, 'Makefile'), `VERSION = ${major}\nPATCHLEVEL = ${minor}\nSUBLEVEL = ${patch}\n`);
  const { stdout } = await run('drift', '--kernel', folder);
  return stdout.split('\n')[0];
}

test('a reviewed version, a newer one and an older one of its series, and another series', async () => {
  const reviewed = trees['v6.12'];
  expect(await standing(reviewed)).toBe(`Linux ${reviewed} is reviewed.`);
  expect(await standing('6.12.9999')).toBe(`Linux 6.12.9999 is newer than ${reviewed}, which is reviewed.`);
  expect(await standing('6.12.3')).toBe(`Linux 6.12.3 is older than ${reviewed}, which is reviewed.`);
  expect(await standing('5.10.1')).toContain('of a series that was not reviewed; reviewed are 6.1.');
});

test('the packages that were reviewed are of the versions whose hashes are recorded', () => {
  const packages = [...readFileSync('registry/kernels.txt', 'utf8').matchAll(/^(\d\S*) +(\S+)-\S+ +\S+$/gm)];
  expect(Object.fromEntries(packages.map(([, series, version]) => [`v${series}`, version]))).toEqual(trees);
});
