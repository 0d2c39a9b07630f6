import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf } from '../../src/cli/drift/anchors.ts';
import { ruleTexts } from '../../src/spec/rules/index.ts';
import { run } from '../cli/run.ts';
import { reviewedSeries } from './kernel.ts';
import { judge, needsKernel, note } from './report.ts';

/** A copy of the files of a tree that rules rely on. */
function copyOf(tree: string): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'lbr-tree-'));
  for (const file of ['Makefile', ...anchorsOf(ruleTexts).map((anchor) => anchor.file)]) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(tree, file), path.join(copy, file), { force: true });
  }
  return copy;
}

describe.each(reviewedSeries)('linux-source-%s', (series) => {
  test('needs nothing to be read again', async (context) => {
    const kernel = needsKernel(context, series);
    const { status, stdout, stderr } = await run('drift', '--kernel', kernel.tree);
    expect(stderr).toBe('');
    if (!kernel.isReviewed)
      note(context, `${kernel.version} is not the reviewed ${kernel.reviewed}:\n${stdout.trim()}`);
    judge(context, kernel, status === 0 ? [] : [stdout]);
  });
});

test('a changed function is found, with the rules to read again', async (context) => {
  const { tree } = needsKernel(context, '6.12');
  const copy = copyOf(tree);
  try {
    const file = path.join(copy, 'arch/x86/kvm/vmx/pmu_intel.c');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/(intel_pmu_handle_lbr_msrs_access\([^{]*\{)/, '$1\n\tcond_resched();'));
    const { status, stdout } = await run('drift', '--kernel', copy);
    expect(stdout).toMatch(/^changed +arch\/x86\/kvm\/vmx\/pmu_intel.c intel_pmu_handle_lbr_msrs_access \(.*\)$/m);
    expect(stdout).toMatch(/^ {2}LBR-[A-Z]+-\d+: .*\bintel_pmu_handle_lbr_msrs_access\b/m);
    expect(status).toBe(1);
  } finally {
    rmSync(copy, { recursive: true });
  }
});
