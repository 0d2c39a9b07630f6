import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, type TestContext } from 'vitest';
import { labCache } from '../../lab/emulator/paths.ts';
import { isBuilt } from '../../lab/kernel/build.ts';
import { pieceOrPatch } from '../../lab/kernel/changes.ts';
import { unpackedSource } from '../../lab/kernel/source.ts';
import { series } from '../../lab/series.ts';
import { agentHash, cpuHash } from '../../src/node/lab-hashes.ts';
import type { SeriesResults } from '../../src/spec/lab/series.ts';
import { cannotRun } from './report.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lab-series-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Kernels are never built by a test: that fetches a package and takes minutes. */
function needsKernels(context: TestContext, piece: string): void {
  const parts = [`emulator-${cpuHash()}`, `agent-${agentHash()}`];
  if (parts.some((part) => !existsSync(path.join(labCache, part))))
    cannotRun(context, 'the lab was not set up from these sources: npm run lab -- setup');
  const source = unpackedSource('7.3');
  if (source === undefined || !isBuilt(source, []) || !isBuilt(source, [pieceOrPatch('.', piece)]))
    cannotRun(context, `no kernel was built here with ${piece} and without: npm run lab -- series`);
}

test.for([
  ['reset-tos', 'LBR-ISO-4'],
  ['record-for-owner-only', 'LBR-ENT-2'],
] as const)(
  'a kernel built with %s keeps %s, and the same kernel without it does not',
  async ([piece, rule], context) => {
    needsKernels(context, piece);
    const out = path.join(folder, `${piece}.json`);
    const said: string[] = [];
    const run = `${rule} of v7.3`;
    await series(['--change', piece, '--run', run, '--out', out], (line) => void said.push(line));
    const [kernel] = (JSON.parse(readFileSync(out, 'utf8')) as SeriesResults).kernels;
    expect(kernel?.runs.map(({ violated }) => violated.includes(rule))).toEqual([true]);
    expect(kernel?.changes.map(({ name, mended }) => [name, mended])).toEqual([[piece, { [rule]: [run] }]]);
  },
);
