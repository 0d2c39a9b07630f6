import { afterAll, expect, test } from 'vitest';
import { explore } from '../../src/spec/check/index.ts';
import { designByName, designs } from '../../src/spec/designs/index.ts';
import { protocolMutants } from '../../src/spec/designs/mutants.ts';
import { protocolModel } from '../../src/spec/model/protocol/index.ts';
import { instanceByName } from '../../src/spec/model/protocol/instances.ts';
import { allRules } from '../../src/spec/rules/index.ts';
import { needs } from './report.ts';
import { SpinFolder } from './spin.ts';

const spin = new SpinFolder();
afterAll(() => spin.close());

type Case = readonly [design: string, instance: string];
const all = process.env['LBR_PROMELA'] === 'all';

/** The series for Arch LBR is judged on hosts with it only, and a mediated vPMU does nothing elsewhere. */
const instanceOf = (design: string): string =>
  design === 'arch-lbr-v2' ? 'arch-asks' : design === 'v7.3-mediated' ? 'mediated' : 'guest-writes';

/** Our own search over the model itself. */
function judgedHere(name: string, instanceName: string) {
  const mutant = protocolMutants.find((candidate) => candidate.name === name);
  const design = designByName(mutant?.base ?? name);
  const instance = instanceByName(instanceName);
  if (design === undefined || instance === undefined) throw new Error('no such design or instance');
  const model = protocolModel({ ...design.protocol, ...mutant?.flips }, instance);
  const rules = allRules.flatMap((rule) =>
    rule.world === 'protocol' ? [{ id: rule.id, property: rule.property(model.machine) }] : [],
  );
  const found = explore(
    model,
    rules.map(({ property }) => property),
  );
  return { found, rules: rules.map(({ id, property }, index) => ({ id, property, result: found.properties[index] })) };
}

/** What the exported files of a case are called, without what tells them apart. */
const fileOf = (design: string, instance: string): string => `${design.replace('=', '-')}-${instance}`;

// A design that breaks much, and one that breaks nothing. LBR_PROMELA=all takes every design, and what a mediated vPMU does
// with a task's context.
const judged: readonly Case[] = [
  ...(all ? [['mediatedLoad=leaves-task-events', 'mediated-task'] as const] : []),
  ...(all ? designs.map(({ name }) => name) : ['v7.3', 'contract']).map((design): Case => [design, instanceOf(design)]),
];
test.for(judged)('spin reaches the same states and verdicts on %s, %s', ([design, instance], context) => {
  needs(context, 'spin', 'gcc');
  expect(spin.export('--design', design, '--instance', instance).status).toBe(0);
  const { found, rules } = judgedHere(design, instance);
  const verdicts = rules.flatMap(({ id, property, result }) =>
    property.kind === 'response' ? [] : [`${id} ${result.verdict}`],
  );
  expect(verdicts.length).toBeGreaterThan(20);
  if (design === 'v7.3') expect(verdicts.some((verdict) => verdict.endsWith('violated'))).toBe(true);
  if (design === 'contract') expect(verdicts.some((verdict) => verdict.endsWith('violated'))).toBe(false);
  const { text, transitions, ...counts } = spin.verify(`${fileOf(design, instance)}.pml`, ['-DSAFETY'], []);
  expect({
    ...counts,
    // Spin counts the initial state as reached by a step.
    transitions: transitions - 1,
    verdicts: [...text.matchAll(/^verdict (\S+) (\S+)$/gm)].map(([, rule, verdict]) => `${rule} ${verdict}`),
  }).toEqual({ errors: 0, states: found.states, transitions: found.transitions, verdicts });
});

// A bound that is missed; and a mutant that keeps the bound of LBR-LIV-5 and has a fair run without response.
const FAIR_RUN = 'takeOver=request-forgotten-on-leave';
const EVERY = 'every rule';
const responses: readonly (readonly [design: string, instance: string, rule: string])[] = all
  ? [
      ['v7.3', 'raw-1b00', EVERY],
      [FAIR_RUN, 'pinned', EVERY],
      ...designs.map(({ name }) => [name, name === 'arch-lbr-v2' ? 'arch' : 'two-events', EVERY] as const),
    ]
  : [
      ['v7.3', 'raw-1b00', 'LBR-LIV-1'],
      [FAIR_RUN, 'pinned', 'LBR-LIV-5'],
    ];
test.for(responses)(
  'spin reaches the same verdicts on responses on %s, %s, %s',
  ([design, instance, only], context) => {
    needs(context, 'spin', 'gcc');
    expect(spin.export('--design', design, '--instance', instance).status).toBe(0);
    const { found, rules } = judgedHere(design, instance);
    let watched = 0;
    for (const { id, property, result } of rules) {
      if (property.kind !== 'response' || (only !== EVERY && only !== id)) continue;
      const file = `${fileOf(design, instance)}-${id}.pml`;
      const { errors, states, text } = spin.verify(file, [], ['-a', '-c0']);
      const bound = /^bound \S+ (kept|missed)$/m.exec(text)?.[1];
      expect(bound, text).toBeDefined();
      expect(`${id} ${bound === 'missed' || errors > 0 ? 'violated' : 'holds'}`).toBe(`${id} ${result.verdict}`);
      // The verifier has all states of the model, and those of its watch where there was something to watch.
      if (result.witnesses === 0) expect(states).toBe(found.states);
      else expect(states).toBeGreaterThan(found.states);
      if (result.witnesses > 0) watched++;
      if (design === FAIR_RUN && id === 'LBR-LIV-5') expect([bound, errors > 0]).toEqual(['kept', true]);
    }
    // With a mediated vPMU nobody ever waits.
    if (design !== 'v7.3-mediated') expect(watched).toBeGreaterThan(0);
  },
);
