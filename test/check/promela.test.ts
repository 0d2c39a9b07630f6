import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { explore } from '../../src/spec/check/index.ts';
import { designByName, designs } from '../../src/spec/designs/index.ts';
import { protocolModel } from '../../src/spec/model/protocol/index.ts';
import { instanceByName } from '../../src/spec/model/protocol/instances.ts';
import { allRules } from '../../src/spec/rules/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lbr-promela-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: string, ...args: string[]) => spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
const exportPromela = (...args: string[]) =>
  run('node', path.resolve('bin/lbr-contract.mjs'), 'export', 'promela', '--out', folder, ...args);
const missing = ['spin', 'gcc'].filter((tool) => run(tool, '--version').error !== undefined);

/** What the verifier that spin makes of an exported model finds. */
function judgedBySpin(name: string) {
  expect(run('spin', '-a', `${name}.pml`)).toMatchObject({ status: 0, stderr: '' });
  const flags = ['-O1', '-w', '-DSAFETY', '-DNOREDUCE'];
  expect(run('gcc', ...flags, '-o', 'pan', 'pan.c')).toMatchObject({ status: 0, stderr: '' });
  const { stdout } = run('./pan', '-E', '-m1000000');
  const number = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1]);
  return {
    errors: number(/errors: (\d+)/),
    states: number(/(\d+) states, stored/),
    // Spin counts the initial state as reached by a step.
    transitions: number(/(\d+) transitions/) - 1,
    verdicts: [...stdout.matchAll(/^verdict (\S+) (\S+)$/gm)].map(([, rule, verdict]) => `${rule} ${verdict}`),
  };
}

/** The same, by our own search over the model itself. */
function judgedHere(designName: string, instanceName: string) {
  const design = designByName(designName);
  const instance = instanceByName(instanceName);
  if (design === undefined || instance === undefined) throw new Error('no such design or instance');
  const model = protocolModel(design.protocol, instance);
  const rules = allRules.flatMap((rule) =>
    rule.world === 'protocol' ? [{ id: rule.id, property: rule.property(model.machine) }] : [],
  );
  const { states, transitions, properties } = explore(
    model,
    rules.map(({ property }) => property),
  );
  const verdicts = rules.flatMap(({ id, property }, index) =>
    property.kind === 'response' ? [] : [`${id} ${properties[index].verdict}`],
  );
  return { errors: 0, states, transitions, verdicts };
}

/** The series for Arch LBR is judged on hosts with it only. */
const instanceOf = (design: string): string => (design === 'arch-lbr-v2' ? 'arch-asks' : 'guest-writes');

// A design that breaks much and one that breaks nothing; LBR_PROMELA=all takes every design that can be translated. What
// a mediated vPMU does is not: `contextsOn()` answers a list of contexts.
const all = designs.map(({ name }): string => name).filter((name) => name !== 'v7.3-mediated');
const judgedDesigns = process.env['LBR_PROMELA'] === 'all' ? all : ['v7.3', 'contract'];
test.each(judgedDesigns)(
  `spin reaches the same states and verdicts on %s${missing.length > 0 ? ` (NOT RUN: no ${missing.join(', no ')})` : ''}`,
  { skip: missing.length > 0, timeout: 300_000 },
  (design) => {
    const instance = instanceOf(design);
    expect(exportPromela('--design', design, '--instance', instance).status).toBe(0);
    const here = judgedHere(design, instance);
    expect(here.verdicts.length).toBeGreaterThan(20);
    if (design === 'v7.3') expect(here.verdicts.some((verdict) => verdict.endsWith('violated'))).toBe(true);
    if (design === 'contract') expect(here.verdicts.some((verdict) => verdict.endsWith('violated'))).toBe(false);
    expect(judgedBySpin(`${design}-${instance}`)).toEqual(here);
  },
);

test('a name that does not exist is bad input', () => {
  const { status, stderr } = exportPromela('--design', 'v9');
  expect(stderr).toContain('design: found "v9", expected v5.12');
  expect(status).toBe(2);
});
