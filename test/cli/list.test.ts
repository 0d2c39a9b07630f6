import { expect, test } from 'vitest';
import { designNames } from '../../src/spec/designs/index.ts';
import { chapters, ruleById, ruleTexts } from '../../src/spec/rules/index.ts';
import { protocolSwitches } from '../../src/spec/switches/protocol.ts';
import { registerSwitches } from '../../src/spec/switches/register.ts';
import { run } from './run.ts';

const list = (...args: string[]) => run('list', ...args);
const first = (stdout: string): string[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2}| = /)[0]);

test('every rule, design and switch is listed once', async () => {
  expect(first((await list('rules')).stdout)).toEqual(chapters.flatMap(({ rules }) => rules.map(({ id }) => id)));
  expect(first((await list('designs')).stdout)).toEqual(designNames);
  const names = [...Object.keys(registerSwitches), ...Object.keys(protocolSwitches)];
  expect(first((await list('switches')).stdout)).toEqual(names);
});

test('filters take from the list what they say', async () => {
  expect(first((await list('rules', '--chapter', 'freeze')).stdout).every((id) => id.startsWith('LBR-FRZ-'))).toBe(
    true,
  );
  const broken = first((await list('rules', '--design', 'v7.3')).stdout);
  expect(broken).toEqual(ruleTexts.filter(({ violatedOn }) => violatedOn.includes('v7.3')).map(({ id }) => id));
  const guarded = first((await list('rules', '--boundary', '--world', 'register')).stdout);
  expect(guarded.length).toBeGreaterThan(0);
  for (const id of guarded) expect(ruleById(id)).toMatchObject({ securityBoundary: true, world: 'register' });
  expect((await list('rules', '--chapter', 'mediated', '--world', 'register')).status).toBe(1);
});

test('switches have their values on a design, and JSON has all of them', async () => {
  const { stdout } = await list('switches', '--design', 'v6.2', '--world', 'register', '--json');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; value: string });
  expect(lines.find(({ name }) => name === 'debugctlSquash')).toMatchObject({
    value: 'lbr-with-btf',
    world: 'register',
  });
  expect((await list('switches')).stdout).toContain('debugctlSquash = ');
});

test('without a word: each chapter with its rules, each design with what it breaks, and the commands to go on', async () => {
  const { stdout, stderr, status } = await list();
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  for (const { slug, rules } of chapters)
    expect(stdout).toMatch(new RegExp(`^  ${slug} .* ${rules.length} rules?`, 'm'));
  for (const name of designNames) {
    const broken = ruleTexts.filter(({ violatedOn }) => violatedOn.includes(name)).length;
    expect(stdout).toMatch(new RegExp(`^  ${name} .* breaks ${broken} `, 'm'));
  }
  const commands = [...stdout.matchAll(/lbr-contract list (rules|designs|switches)/g)].map(([, what]) => what);
  expect(new Set(commands)).toEqual(new Set(['rules', 'designs', 'switches']));
});

test('without a word, as JSON: every rule is in one chapter', async () => {
  const lines = (await list('--json')).stdout.trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as { rules?: string[]; design?: string; switches?: number });
  expect(entries.flatMap(({ rules }) => rules ?? [])).toEqual(ruleTexts.map(({ id }) => id));
  expect(entries.flatMap(({ design }) => design ?? [])).toEqual(designNames);
  const switches = entries.reduce((sum, entry) => sum + (entry.switches ?? 0), 0);
  expect(switches).toBe(Object.keys(registerSwitches).length + Object.keys(protocolSwitches).length);
});

test.each([
  [['--chapter', 'freeze'], '--chapter needs a list: expected one of rules, designs, switches'],
  [['rule'], 'did you mean "rules"?'],
  [['rules', 'designs'], 'found rules designs'],
  [['rules', '--chapter', 'freze'], 'did you mean "freeze"?'],
  [['designs', '--level', 'must'], '--level does not filter designs; expected no filter'],
  [['switches', '--chapter', 'freeze'], '--chapter does not filter switches; expected --world, --design'],
])('list %j is refused with exit status 2', async (args, message) => {
  expect(await list(...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(message) });
});
