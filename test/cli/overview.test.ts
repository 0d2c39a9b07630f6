import { execFileSync, spawnSync } from 'node:child_process';
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

test('without a command, the overview is an error', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/lbr-contract.mjs'], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: overview() });
});

test('completion names commands, options, rules and designs, and bash can read it', async () => {
  const { stdout, status } = await run('completion', 'bash');
  expect(status).toBe(0);
  expect(stdout).toContain('verify) words="--');
  expect(stdout).toContain('LBR-OWN-1 ');
  const complete = (words: string): string => {
    const at = words.split(' ').length - 1;
    const script = `${stdout}\nCOMP_WORDS=(${words}); COMP_CWORD=${at}; _lbr_contract; echo "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim();
  };
  expect(complete('lbr-contract ver')).toBe('verify');
  expect(complete('lbr-contract list sw')).toBe('switches');
  expect(complete('lbr-contract completion z')).toBe('zsh');
  expect(complete('lbr-contract verify --design v7.3-')).toBe('v7.3-mediated');
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
