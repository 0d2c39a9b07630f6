import { describe, expect, test } from 'vitest';
import { explore, replay } from '../../src/spec/check/index.ts';
import type { ResponseProperty } from '../../src/spec/kit/model.ts';
import { counter, type Counter } from './toy.ts';

/** A response is due from 1 on and comes at 9; `answer` is what helps. `fair` names the actions that are fair. */
const due = (...fair: string[]): ResponseProperty<Counter> => ({
  kind: 'response',
  trigger: ({ value }) => value === 1,
  helpful: ({ name }) => name === 'answer',
  response: ({ value }) => value === 9,
  within: 5,
  fair: ({ name }) => fair.includes(name),
});
const move = (steps: Readonly<Record<number, number>>) => (value: number) => steps[value];
const names = (steps: readonly { name: string }[] | undefined) => steps?.map(({ name }) => name).join(' ');

/** Judges, and replays what is told. */
function judge(moves: Parameters<typeof counter>[1], property: ResponseProperty<Counter>) {
  const model = counter(9, moves);
  const [result] = explore(model, [property], { debug: true }).properties;
  const steps = result.violation?.steps ?? [];
  const { world } = replay(
    model,
    steps.map(({ name, args }) => ({ op: name, args })),
  );
  return { ...result, end: world.value, told: names(steps), unanswered: result.violation?.unanswered };
}

/** Starts, and somebody else goes round between 1 and 2 for as long as they like. */
const noise = { start: move({ 0: 1 }), noise: move({ 1: 2, 2: 1 }) };

describe('responses of fair runs', () => {
  test('an action that stays enabled is taken at some time, if it is fair', () => {
    const moves = { ...noise, answer: move({ 1: 9, 2: 9 }) };
    expect(judge(moves, due('answer'))).toMatchObject({ verdict: 'holds', witnesses: 1 });
    expect(judge(moves, due())).toMatchObject({
      verdict: 'violated',
      told: 'start noise noise',
      end: 1,
      unanswered: { trigger: 1, reason: 'fair-cycle', cycleTo: 1 },
    });
  });

  test('an action that is disabled now and then may be missed for ever', () => {
    const moves = { ...noise, answer: move({ 1: 9 }) };
    expect(judge(moves, due('answer'))).toMatchObject({
      verdict: 'violated',
      told: 'start noise noise',
      unanswered: { trigger: 1, reason: 'fair-cycle', cycleTo: 1 },
    });
  });

  test('each fair action has to get its due in the round that is told', () => {
    // The way out is `answer` at 1; `turn` stays enabled all the way, and is fair by going round 3.
    const moves = {
      ...noise,
      answer: move({ 1: 9 }),
      turn: move({ 1: 3, 2: 3 }),
      back: move({ 3: 1 }),
    };
    const { verdict, told, unanswered } = judge(moves, due('answer', 'turn'));
    expect(verdict).toBe('violated');
    expect(unanswered).toEqual({ trigger: 1, reason: 'fair-cycle', cycleTo: 1 });
    expect(told).toContain('turn');
  });

  test('a fair action that leads out of the round leaves no round', () => {
    const moves = { ...noise, answer: move({ 1: 9 }), leave: move({ 1: 4, 2: 4 }), arrive: move({ 4: 9 }) };
    expect(judge(moves, due('leave', 'arrive'))).toMatchObject({ verdict: 'holds' });
    expect(judge(moves, due('leave'))).toMatchObject({ verdict: 'holds' });
    expect(judge(moves, due('arrive'))).toMatchObject({ verdict: 'violated' });
  });

  test('a step that changes nothing is a round where nothing else has to happen', () => {
    const moves = { start: move({ 0: 1 }), answer: move({ 1: 9 }), away: move({ 1: 5 }), sleep: move({ 5: 5 }) };
    expect(judge(moves, due('answer'))).toMatchObject({
      verdict: 'violated',
      told: 'start away sleep',
      unanswered: { trigger: 1, reason: 'fair-cycle', cycleTo: 2 },
    });
  });

  test('a run that ends without a response violates, however it got there', () => {
    const moves = { ...noise, answer: move({ 1: 9, 2: 9 }), fall: move({ 2: 7 }) };
    expect(judge(moves, due('answer'))).toMatchObject({
      verdict: 'violated',
      told: 'start noise fall',
      unanswered: { trigger: 1, reason: 'dead-end' },
    });
  });

  test('rounds behind a response are nobody’s concern', () => {
    const moves = { start: move({ 0: 1 }), answer: move({ 1: 9 }), again: move({ 9: 8, 8: 9 }) };
    expect(judge(moves, due())).toMatchObject({ verdict: 'holds' });
  });

  test('without all states nothing is decided; where states stand for others, nothing is asked', () => {
    const model = counter(9, { ...noise, answer: move({ 1: 9, 2: 9 }) });
    expect(explore(model, [due('answer')], { maxDepth: 2 }).properties).toMatchObject([{ verdict: 'undecided' }]);
    expect(() => explore({ ...model, canonicalize: () => {} }, [due('answer')])).toThrow(
      'fairness to an action has no meaning where states stand for others',
    );
  });
});
