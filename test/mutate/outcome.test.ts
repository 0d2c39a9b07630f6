import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleWith } from '../../mutate/build.ts';
import { startJudge, type Judge } from '../../mutate/judge.ts';
import { namesOf, sitesOf } from '../../mutate/sites.ts';

const root = path.resolve('.');
const folder = mkdtempSync(path.join(root, 'node_modules', '.mutate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sites = sitesOf(root);
const names = namesOf(sites);

async function judgeWith(name: string | undefined): Promise<Judge> {
  const out = path.join(folder, `${name === undefined ? 'plain' : names.indexOf(name)}.mjs`);
  const site = name === undefined ? undefined : sites[names.indexOf(name)];
  if (name !== undefined && site === undefined) throw new Error(`there is no change "${name}"`);
  await bundleWith(root, site, out);
  return startJudge(out, 600);
}

const REQUEST = { kind: 'protocol', design: 'request', instance: 'request', maxStates: 8000, observe: false } as const;

async function brokenWith(name: string | undefined): Promise<readonly string[]> {
  const judge = await judgeWith(name);
  try {
    return (await judge.ask(REQUEST)).violated;
  } finally {
    await judge.end();
  }
}

describe('a perf that takes the LBRs of a loaded vCPU without asking', () => {
  test('does not exist in the model', async () => {
    expect(await brokenWith(undefined)).not.toContain('LBR-OWN-7');
  });

  test('breaks LBR-OWN-7', async () => {
    const never = names.find((name) => name.startsWith('protocol/request.ts swap: !== -> === (2)'));
    expect(await brokenWith(never)).toContain('LBR-OWN-7');
  });
});
