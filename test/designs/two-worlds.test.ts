/** No "holds" on a release that the environment of the other world refutes. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { designs } from '../../src/spec/designs/index.ts';
import { Session } from '../../src/spec/model/register/session.ts';
import { registerRules } from '../../src/spec/rules/index.ts';

/** A vCPU whose thread is scheduled out and in before each of its reads. */
class ScheduledOut extends Session {
  override rdmsr(msr: number): ReturnType<Session['rdmsr']> {
    this.preempt();
    return super.rdmsr(msr);
  }
}

/** Rules whose sentence speaks of one moment, with the words that do: what a task switch does after it is not theirs. */
const LEAVES_OUT: Readonly<Record<string, string>> = {
  'LBR-MSR-25': 'the value that the guest would read',
  'LBR-FRZ-20': 'a PMI with FREEZE_LBRS_ON_PMI set must clear',
};

test.each(designs.filter(({ kind }) => kind === 'release').map((design) => [design.name, design] as const))(
  'a register rule that holds on %s holds for a thread that is scheduled out, too, or says that it leaves that out',
  (name, design) => {
    const refuted = registerRules.filter(({ id, violatedOn, notApplicable, property }) => {
      if (violatedOn.includes(name) || notApplicable?.[name] !== undefined) return false;
      const cases = fc.sample(property.arbitrary, { numRuns: 60, seed: 7 });
      const start = (
        host: Parameters<typeof property.holds>[1] extends (host: infer H) => unknown ? H : never,
      ): Session => new ScheduledOut(host, design.register);
      return cases.some((one) => property.holds(one, start) === false) && LEAVES_OUT[id] === undefined;
    });
    expect(refuted.map(({ id }) => id as string)).toEqual([]);
  },
);

test('what a rule is said to leave out is in its sentence', () => {
  for (const [id, words] of Object.entries(LEAVES_OUT)) {
    expect(registerRules.find((rule) => rule.id === id)?.statement).toContain(words);
  }
});

/** Protocol rules whose violation on a release refutes a register rule there: both say the same of one vCPU. */
const PAIRS: readonly (readonly [protocol: string, register: string])[] = [
  ['LBR-CTX-3', 'LBR-MSR-22'],
  ['LBR-CTX-6', 'LBR-MSR-22'],
  ['LBR-CTX-3', 'LBR-FRZ-23'],
  ['LBR-ENT-7', 'LBR-MSR-33'],
  ['LBR-OWN-12', 'LBR-MSR-27'],
  ['LBR-DBG-3', 'LBR-DBG-29'],
  ['LBR-MSR-4', 'LBR-MSR-26'],
];

test.each(PAIRS)('where %s is violated on a release, %s is not said to hold', async (protocol, register) => {
  const { ruleById } = await import('../../src/spec/rules/index.ts');
  const broken = ruleById(protocol)?.violatedOn ?? [];
  const rule = ruleById(register);
  const releases = designs.filter(({ kind, name }) => kind === 'release' && broken.includes(name));
  expect(releases.length).toBeGreaterThan(0);
  const holds = releases.filter(
    ({ name }) => rule?.violatedOn.includes(name) !== true && rule?.notApplicable?.[name] === undefined,
  );
  expect(holds.map(({ name }) => name)).toEqual([]);
});
