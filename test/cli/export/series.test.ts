import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { breachesOf } from '../../../src/cli/check-patch/rules.ts';
import { readPatch } from '../../../src/cli/check-patch/patch.ts';
import { withoutLongLines } from '../../../src/cli/export/series/long-lines.ts';
import { patchText, readMessage } from '../../../src/cli/export/series/message.ts';
import { readPieces } from '../../../src/node/pieces.ts';
import { ruleById } from '../../../src/spec/rules/index.ts';
import { run } from '../run.ts';

const pieces = readPieces('.');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lbr-tree-'));
  mkdirSync(path.join(folder, 'arch/x86/kvm'), { recursive: true });
  writeFileSync(path.join(folder, 'Makefile'), 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 4\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the order has each piece once', () => {
  const order = readFileSync('series/order.txt', 'utf8').match(/^[a-z][\w-]+$/gm) ?? [];
  const folders = readdirSync('series', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(order.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
  expect(order.toSorted()).toEqual(pieces.map(({ name }) => name).toSorted());
});

const DIFF = ` arch/x86/kvm/vmx/vmx.c | 1 +

diff --git a/arch/x86/kvm/vmx/vmx.c b/arch/x86/kvm/vmx/vmx.c
--- a/arch/x86/kvm/vmx/vmx.c
+++ b/arch/x86/kvm/vmx/vmx.c
@@ -1,1 +1,2 @@
 a
+b
`;

test.each(pieces)('the message of $name keeps the rules of the kernel', ({ name, rules, cost, files }) => {
  for (const rule of rules) expect(ruleById(rule)?.id).toBe(rule);
  const text = patchText({
    message: readMessage(`series/${name}`),
    number: '1/6',
    author: 'Some Body <some.body@example.com>',
    trailers: [],
    rules,
    cost,
    cocci: 'x\n',
    diff: DIFF.replaceAll('arch/x86/kvm/vmx/vmx.c', files[0]),
    version: '7.3.4',
    base: '0123456789ab0123456789ab0123456789ab0123',
  });
  const patch = readPatch(text);
  expect(patch && breachesOf(patch)).toEqual([]);
  const changelog = patch?.changelog.map((line) => line.text) ?? [];
  expect(changelog.filter((line) => line.length > 75 && /\s\S+\s/.test(line))).toEqual([]);
  expect(changelog.join(' ').replaceAll(/\s+/g, ' ')).toContain('Not tested on hardware.');
  expect(patch?.trailers.at(-1)?.text).toBe('Signed-off-by: Some Body <some.body@example.com>');
});

test('what is in a message and not in a subject is told apart', () => {
  const { subject, body, tags } = readMessage('series/reset-tos');
  expect(subject).toMatch(/^perf\/x86\/intel: /);
  expect(body).toContain('Write 0 to TOS');
  expect(tags).toEqual([expect.stringMatching(/^Fixes: [0-9a-f]{12} \("/)]);
  expect(readMessage('series/count-by-own-filter').tags).toEqual([]);
});

test('added lines that are too long are broken at the outermost operator, and others are left alone', () => {
  const long = `\tif (${'a'.repeat(90)} && b)`;
  const added =
    '\tif ((!cpuc->lbr_users++ || constraint_match(&vlbr_constraint, event->hw.config)) && !event->running)';
  expect(withoutLongLines(`${long}\n`, `${long}\n${added}\n`)).toBe(
    [
      long,
      '\tif ((!cpuc->lbr_users++ ||',
      '\t     constraint_match(&vlbr_constraint, event->hw.config)) &&',
      '\t    !event->running)',
      '',
    ].join('\n'),
  );
  expect(withoutLongLines('#define A\t\tBIT(0)\n', '#define A\t\tBIT(0)\n#define LONGER BIT(1)\n')).toBe(
    '#define A\t\tBIT(0)\n#define LONGER\t\tBIT(1)\n',
  );
});

const SIGNED = ['--sign-off', 'Some Body <some.body@example.com>'];

test.each([
  [['--out', 'x', ...SIGNED], 'series is for one kernel; expected --kernel DIR'],
  [['--kernel', '/nonexistent', ...SIGNED], '/nonexistent: no kernel tree'],
  [['--kernel', 'TREE', '--sign-off', 'me'], '--sign-off: found "me", expected NAME <ADDRESS>'],
])('%j is refused in one line', async (args, message) => {
  const { status, stderr } = await run('export', 'series', ...args.map((arg) => (arg === 'TREE' ? folder : arg)));
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

test('without a person to sign off it refuses', async () => {
  const before = { ...process.env };
  Object.assign(process.env, {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: tmpdir(),
  });
  try {
    const { status, stderr } = await run('export', 'series', '--kernel', folder);
    expect(status).toBe(2);
    expect(stderr).toContain('signed off by a person: expected --sign-off');
  } finally {
    process.env = before;
  }
});

test('where spatch is not there it says so in one line', async () => {
  const before = process.env['PATH'];
  process.env['PATH'] = '/nonexistent';
  try {
    const { status, stderr } = await run('export', 'series', '--kernel', folder, ...SIGNED);
    expect(status).toBe(2);
    expect(stderr).toContain('spatch cannot be run here');
    expect(stderr.trimEnd()).not.toContain('\n');
  } finally {
    process.env['PATH'] = before;
  }
});
