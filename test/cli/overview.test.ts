import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { overview, summaries } from '../../bin/overview.mjs';
import { commands } from '../../src/cli/commands/index.ts';
import { completionScript } from '../../src/cli/completion/script.ts';
import { run } from './run.ts';

test('the overview has every command, with the line that the command says itself', async () => {
  expect(Object.keys(summaries).toSorted()).toEqual(Object.keys(commands).toSorted());
  for (const [name, load] of Object.entries(commands)) expect(summaries[name]).toBe((await load()).summary);
});

test('--help needs nothing but the overview', () => {
  const help = execFileSync(process.execPath, ['bin/lbr-contract.mjs', '--help'], { encoding: 'utf8' });
  expect(help).toBe(overview());
});

test('completion names commands, options, rules and designs, and bash can read it', async () => {
  const { stdout, status } = await run('completion', 'bash');
  expect(status).toBe(0);
  expect(stdout).toContain('verify) words="--');
  expect(stdout).toContain('LBR-OWN-1 ');
  const script = `${stdout}\nCOMP_WORDS=(lbr-contract ver); COMP_CWORD=1; _lbr_contract; echo "\${COMPREPLY[@]}"`;
  expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim()).toBe('verify');
  expect(completionScript('zsh', {})).toContain('bashcompinit');
});

test.each([
  [['completion'], 'expected one of bash, zsh'],
  [['completion', 'fish'], 'fish'],
  [['serve', '/nowhere'], 'expected a built site'],
  [['serve', 'a', 'b'], 'expected at most one DIR'],
])('%j is refused with exit status 2', async (args, message) => {
  const { status, stderr } = await run(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
