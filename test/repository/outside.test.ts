import { expect, test } from 'vitest';
import { importsOf, repositoryFiles, textOf } from './files.ts';

/** What `npm test` runs: the tests and what helps them, without those that have a command of their own. */
const files = repositoryFiles().filter(
  (file) =>
    /^test\/.*\.m?ts$/.test(file) && !file.startsWith('test/outside/') && file !== 'test/repository/outside.test.ts',
);

/** Programs that are there wherever the repository is: Node and npm, git for the clone, and what each Unix has. */
const PROGRAMS = ['process.execPath', "'node'", "'npm'", "'git'", "'bash'", "'tar'"];

const without = (pattern: RegExp): readonly string[] =>
  files.flatMap((file) => [...textOf(file).matchAll(pattern)].map(([found]) => `${file}: ${found}`));

test('npm test starts no compiler, no package manager and no other program that a machine may lack', () => {
  const started = files.flatMap((file) =>
    [...textOf(file).matchAll(/(?<![.\w])(?:spawn|spawnSync|exec|execSync|execFile|execFileSync)\(\s*([^,)\s]+)/g)].map(
      ([, program]) => ({ file, program }),
    ),
  );
  expect(started.length).toBeGreaterThan(5);
  expect(started.filter(({ program }) => !PROGRAMS.includes(program))).toEqual([]);
  expect(without(/\b(?:apt-get|apt-cache|gcc|clang|python3|docutils|sphinx-build|kunit\.py)\b/g)).toEqual([]);
});

test('npm test reaches no other machine, and no cache or home of this one', () => {
  expect(without(/\bfetch\(|\bhomedir\b|XDG_CACHE_HOME|cacheDirectory|buildHarness|fetch\.sh/g)).toEqual([]);
  const reaching = files.filter((file) => importsOf(file).some((from) => /(?:^|\/)outside\/|harness-run/.test(from)));
  expect(reaching).toEqual([]);
});

test('no test has a time-out of its own: those of the configurations are for a machine that is busy with others', () => {
  expect(
    without(/\btimeout: *[\d_]+|\bset\w*Timeout\( *[\d_]{2,}|^\s*[\d_]{5,},?\s*\);|^\s*\}, [\d_]{5,}\);/gim),
  ).toEqual([]);
  for (const config of ['vitest.config.mts', 'vitest.browser.config.mts']) {
    const limits = [...textOf(config).matchAll(/(?:test|hook)Timeout: ([\d_]+)/g)];
    expect(limits).toHaveLength(2);
    for (const [, limit] of limits) expect(Number(limit.replaceAll('_', ''))).toBeGreaterThanOrEqual(1_200_000);
  }
});
