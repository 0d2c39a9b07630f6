import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf } from '../../../src/cli/drift/anchors.ts';
import { ruleTexts } from '../../../src/spec/rules/index.ts';
import { kernelTree } from '../../kernel-tree.ts';
import { run } from '../run.ts';

/** A copy of the files of a tree that rules rely on. */
function copyOf(tree: string): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'lbr-tree-'));
  for (const file of ['Makefile', ...anchorsOf(ruleTexts).map((anchor) => anchor.file)]) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(tree, file), path.join(copy, file));
  }
  return copy;
}

const tree = kernelTree('6.1');

describe.skipIf(tree === undefined)('a reviewed tree', () => {
  test('needs nothing to be read again', async () => {
    const { status, stdout } = await run('drift', '--kernel', tree ?? '');
    expect(stdout).toContain('Nothing to read again');
    expect(status).toBe(0);
  });

  test('a changed function is found, with the rules to read again', async () => {
    const copy = copyOf(tree ?? '');
    try {
      const file = path.join(copy, 'arch/x86/kvm/vmx/pmu_intel.c');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace(/(intel_pmu_handle_lbr_msrs_access\([^{]*\{)/, '$1\n\tcond_resched();'));
      const { status, stdout } = await run('drift', '--kernel', copy);
      expect(stdout).toMatch(/^changed +arch\/x86\/kvm\/vmx\/pmu_intel.c intel_pmu_handle_lbr_msrs_access \(.*\)$/m);
      expect(stdout).toMatch(/^ {2}LBR-[A-Z]+-\d+: intel_pmu_handle_lbr_msrs_access$/m);
      expect(status).toBe(1);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});
