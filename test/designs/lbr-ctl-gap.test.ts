import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { designByName } from '../../src/spec/designs/index.ts';
import { brokenOnArch, lbrCtlGap } from '../../src/site-data/lbr-ctl-gap.ts';

const page = readFileSync(new URL('../../docs/lbr-ctl-gap.mdx', import.meta.url), 'utf8');
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map(cellsOf);

test('the page says what the model computes', () => {
  for (const { variant, breaks, cost } of lbrCtlGap()) {
    const [verdicts, costs] = rows.filter(([name]) => name === `\`${variant}\``);
    expect(verdicts.slice(1), variant).toEqual([breaks.map((id) => `[${id}]`).join(', ') || 'nothing']);
    expect(costs.slice(1), variant).toEqual(
      Object.values(cost).map(({ lbrCtlBySoftware, lbrCtlByHardware }) => `${lbrCtlBySoftware} + ${lbrCtlByHardware}`),
    );
  }
  expect(rows).toHaveLength(14);
});

test('always without a restore breaks LBR-ARCH-1', () => {
  const contract = designByName('contract');
  if (contract === undefined) throw new Error('no contract');
  const broken = brokenOnArch({ ...contract.protocol, lbrCtlControls: 'always', hostLbrCtl: 'not-restored' });
  expect(broken).toContain('LBR-ARCH-1');
});
