import { expect, test } from 'vitest';
import { commonModel, commonSizes, guestReadsOnlyItsOwn } from '../../bench/common/model.ts';
import { explore, replay, ReplayError } from '../../src/spec/check/index.ts';

const model = commonModel(commonSizes.K2, true);

test('a counterexample replays by name to the state that breaks the property', () => {
  const { violation } = explore(model, [guestReadsOnlyItsOwn]).properties[0];
  const steps = violation?.steps.map(({ name, args }) => ({ op: name, args })) ?? [];
  const seen: string[] = [];
  const { world } = replay(model, steps, { onStep: (_index, _before, action) => seen.push(action.name) });
  expect(guestReadsOnlyItsOwn.holds(world)).toBe(false);
  expect(seen).toEqual(violation?.steps.map(({ name }) => name));
});

test.each([
  [
    [{ op: 'guest.brunch', args: { vcpu: 1 } }],
    'step 1: unknown operation "guest.brunch"; did you mean "guest.branch" or "host.branch"?',
  ],
  [[{ op: 'sched.in', args: { vcpu: 7 } }], 'step 1: sched.in(vcpu=7) does not exist; there is sched.in(vcpu=1)'],
  [[{ op: 'host.start-pinned' }, { op: 'host.start-pinned' }], 'step 2: host.start-pinned is not enabled here'],
])('a step that cannot be taken is named: %j', (steps, message) => {
  expect(() => replay(model, steps)).toThrow(message);
});

test('an unknown operation carries its candidates', () => {
  const error = (() => {
    try {
      return replay(model, [{ op: 'sched.on' }]);
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toBeInstanceOf(ReplayError);
  expect(error).toMatchObject({ step: 0, candidates: ['sched.in', 'sched.out'] });
});
