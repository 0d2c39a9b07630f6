import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'vitest';
import { selftest } from '../../src/cli/export/selftest/index.ts';
import { reviewedSeries } from './kernel.ts';
import { cannotRun, judge, needs, needsKernel } from './report.ts';

const FLAGS =
  '-Wall -Wstrict-prototypes -Wuninitialized -Werror -O2 -std=gnu99 -fno-stack-protector -fno-PIE -D_GNU_SOURCE=';

describe.each([
  ['vmx_lbr_test', false],
  ['lbr_contract_test', true],
])('%s', (program, full) => {
  test.for(reviewedSeries)('compiles against the selftests of %s without a warning', async (series, context) => {
    if (process.arch !== 'x64') cannotRun(context, `an x86-64 machine is needed, this is ${process.arch}`);
    needs(context, 'gcc', 'make');
    const kernel = needsKernel(context, series);
    const folder = mkdtempSync(path.join(tmpdir(), 'lbr-selftest-'));
    try {
      const files = await selftest.files(folder, { full });
      for (const { path: file, text } of files) {
        mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
      }
      const { status, stderr } = compile(kernel.tree, path.dirname(path.join(folder, files[0].path)), program);
      judge(context, kernel, stderr === '' && status === 0 ? [] : [`status ${status}\n${stderr}`]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Compiles as the makefile of the selftests does, with the headers of the tree itself. */
function compile(
  tree: string,
  folder: string,
  program: string,
): { readonly status: number | null; readonly stderr: string } {
  const headers = path.join(path.dirname(tree), `headers-${path.basename(tree)}`);
  const { status, stderr } = install(tree, headers);
  if (status !== 0) return { status, stderr };
  const kvm = path.join(tree, 'tools/testing/selftests/kvm');
  const architecture = existsSync(path.join(kvm, 'include/x86')) ? 'x86' : 'x86_64';
  const include = [
    ...['tools/include', 'tools/arch/x86/include'].map((one) => path.join(tree, one)),
    path.join(headers, 'usr/include'),
    'include',
    `include/${architecture}`,
    '../rseq',
    '..',
    folder,
  ];
  const source = path.join(folder, `${program}.c`);
  const args = [...FLAGS.split(' '), ...include.map((one) => `-I${one}`), '-c', source, '-o', `${folder}/test.o`];
  return spawnSync('gcc', args, { cwd: kvm, encoding: 'utf8' });
}

/** The headers that the tree has for user space, made once and kept beside it. */
function install(tree: string, headers: string): { readonly status: number | null; readonly stderr: string } {
  const stamp = path.join(headers, '.made');
  const made = statSync(stamp, { throwIfNoEntry: false });
  if (made && made.mtimeMs > statSync(path.join(tree, 'Makefile')).ctimeMs) return { status: 0, stderr: '' };
  mkdirSync(headers, { recursive: true });
  const run = spawnSync('make', ['-s', '-C', tree, `O=${headers}`, 'headers'], { encoding: 'utf8' });
  if (run.status === 0) writeFileSync(stamp, '');
  return run;
}
