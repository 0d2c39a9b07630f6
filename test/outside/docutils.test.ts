import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { errata } from '../../src/cli/export/errata.ts';
import { rst } from '../../src/cli/export/rst.ts';
import type { ExportTarget } from '../../src/cli/export/target.ts';
import { documentedKernels } from '../../src/spec/report/rst/kernel/kernels.ts';
import { contractRst } from '../../src/spec/report/rst/contract.ts';
import { contract } from '../report/contract.ts';
import { cannotRun, needs } from './report.ts';

const sample = contractRst(contract);
const textOf = async (target: ExportTarget, design: string): Promise<string> =>
  (await target.files(undefined, { design }))[0].text;
const documents: readonly (readonly [name: string, text: () => Promise<string>])[] = [
  ['a contract of everything there is', () => Promise.resolve(sample)],
  ['the contract', async () => (await rst.files(undefined, { full: true }))[0].text],
  ...documentedKernels.map(({ name }): (typeof documents)[number] => [
    `the document and the entry for errata.rst on ${name}`,
    async () => `${await textOf(rst, name)}\n${await textOf(errata, name)}`,
  ]),
];

const code = `import sys
from docutils.core import publish_string
publish_string(sys.stdin.read(), writer_name="null", settings_overrides={"report_level": 2, "halt_level": 5})`;

test.for(documents)('docutils reads %s without a warning', async ([, text], context) => {
  // The python of the system has Debian's docutils; another one that is first in the path often has none.
  const python = ['python3', '/usr/bin/python3'].find(
    (each) => spawnSync(each, ['-c', 'import docutils']).status === 0,
  );
  if (python === undefined)
    return cannotRun(context, 'python3 has no docutils (Debian: apt-get install python3-docutils)');
  const { status, stderr } = spawnSync(python, ['-c', code], { input: await text(), encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test.for(documents)('Sphinx reads %s without a warning', async ([, text], context) => {
  needs(context, 'sphinx-build');
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-sphinx-'));
  try {
    writeFileSync(path.join(folder, 'conf.py'), "project = 'contract'\n");
    writeFileSync(path.join(folder, 'index.rst'), await text());
    const args = ['-q', '-W', '--keep-going', '-b', 'html', folder, path.join(folder, 'out')];
    const { status, stderr } = spawnSync('sphinx-build', args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
