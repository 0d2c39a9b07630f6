import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { breachesOf } from '../../src/cli/check-patch/rules.ts';
import { readPatch } from '../../src/cli/check-patch/patch.ts';
import { run } from './run.ts';

const GOOD = `From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: Some Body <some.body@example.com>
Subject: [PATCH 1/2] KVM: VMX: Fix a leak in vmx_do_it()

Clear the field in vmx_do_it(). Reproduced by a selftest, not tested on
hardware.

Fixes: 0123456789ab ("KVM: VMX: Do it")
Signed-off-by: Some Body <some.body@example.com>
---
 arch/x86/kvm/vmx/vmx.c | 2 ++

diff --git a/arch/x86/kvm/vmx/vmx.c b/arch/x86/kvm/vmx/vmx.c
--- a/arch/x86/kvm/vmx/vmx.c
+++ b/arch/x86/kvm/vmx/vmx.c
@@ -1,2 +1,4 @@
 static void vmx_do_it(void)
+	/* Clear it. */
+	vmx_clear_it();
base-commit: 0123456789abcdef0123456789abcdef01234567
`;

const found = (change: (text: string) => string): readonly string[] => {
  const text = change(GOOD);
  expect(text === GOOD).toBe(false);
  const patch = readPatch(text);
  if (patch === undefined) throw new Error('not a patch');
  return breachesOf(patch).map(({ line, section, message }) => `${line} ${section}: ${message}`);
};

test('a patch that keeps the rules is not complained of', () => {
  expect(found((text) => `${text}\n`)).toEqual([]);
});

test.each([
  ['KVM: VMX: Fix', 'x86/kvm: Fix', '3 Shortlog: found x86/kvm'],
  ['KVM: VMX: Fix', 'kvm: vmx: Fix', '3 Shortlog: found "kvm: vmx: Fix'],
  ['KVM: VMX: Fix', 'KVM: arch/x86/kvm/vmx/vmx.c: Fix', '3 Shortlog: found "KVM: arch'],
  ['VMX: Fix', 'VMX: fix', '3 Shortlog: found "fix", expected a capital letter'],
  ['vmx_do_it()\n\n', 'vmx_do_it().\n\n', '3 Shortlog: found a full stop'],
  ['Fix a leak in', `Fix a leak ${'that is very long '.repeat(3)}in`, '3 Shortlog: found '],
  ['Clear the field', 'We clear the field', '5 Changelog: found "We"'],
  ['Clear the field in vmx_do_it()', 'Clear the field in vmx_do_it', '5 Function References: found "vmx_do_it"'],
  ['Clear the field', 'See SDM, Vol. 3, section 18.4. Clear the field', '5 SDM and APM References: found "Vol. 3"'],
  ['/* Clear it. */', '/* Now we clear it. */', '18 Comments: found "we"'],
  ['/* Clear it. */', '/**', '18 Coding Style: found a kernel-doc comment'],
  ['Fixes: 0123456789ab ("KVM: VMX: Do it")\n', '', '3 Fixes: found a fix without'],
  ['("KVM: VMX: Do it")', 'KVM: VMX: Do it', '8 Fixes: expected Fixes: COMMIT'],
  ['Reproduced by a selftest, not', 'Not', '3 Bug Fixes: found no reproducer'],
  ['Reproduced by a selftest, not tested on\nhardware.', 'Found by inspection.', '3 Testing: expected what was tested'],
  ['Signed-off-by: Some Body <some.body@example.com>\n', '', '3 Posting: expected Signed-off-by'],
  ['base-commit: 0', 'base: 0', '3 Git Base: found no base-commit'],
  ['From: Some', 'In-Reply-To: <1@example.com>\nFrom: Some', '2 Links: found In-Reply-To'],
])('%s -> %s is one breach', (before, after, message) => {
  const breaches = found((text) => text.replace(before, after));
  expect(breaches.length).toBe(1);
  expect(breaches[0]).toContain(message);
});

let folder = '';
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'lbr-patch-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test('the command prints FILE:LINE, and its status says whether something was found', async () => {
  const [good, bad, none] = ['good', 'bad', 'none'].map((name) => path.join(folder, name));
  writeFileSync(good, GOOD);
  writeFileSync(bad, GOOD.replace('VMX: Fix', 'VMX: fix'));
  writeFileSync(none, 'hello\n');
  expect(await run('check-patch', good)).toEqual({ status: 0, stdout: '', stderr: '' });
  const { status, stdout } = await run('check-patch', good, bad);
  expect({ status, stdout }).toEqual({
    status: 1,
    stdout: `${bad}:3: Shortlog: found "fix", expected a capital letter\n`,
  });
  expect((await run('check-patch', none)).stderr).toContain('none: expected a patch with a Subject: and a difference');
  expect(await run('check-patch', none)).toMatchObject({ status: 2, stdout: '' });
  expect((await run('check-patch')).stderr).toContain('expected at least one FILE');
});
