/** What the generator of search code emits, for a reader; the file is compared with it. */
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { emitLoop } from '../../src/spec/check/emit-loop.ts';
import { compileLayout } from '../../src/spec/check/index.ts';
import { StateSet } from '../../src/spec/check/state-set.ts';
import { viewsOf } from '../../src/spec/check/view.ts';
import type { ResponseProperty, StateProperty, StepProperty } from '../../src/spec/kit/model.ts';
import { counter, type Counter } from './toy.ts';

const FILE = 'golden/counter-loop.mjs';

const bounded: StateProperty<Counter> = {
  kind: 'state',
  witness: ({ value }) => value > 0,
  holds: ({ value }) => value <= 3,
};
const upByOne: StepProperty<Counter> = {
  kind: 'step',
  about: (action) => action.name === 'counter.up',
  witness: () => true,
  holds: (before, _action, after) => after.value === before.value + 1,
};
const comesDown: ResponseProperty<Counter> = {
  kind: 'response',
  trigger: ({ value }) => value === 3,
  helpful: (action) => action.name === 'counter.reset',
  response: ({ value }) => value === 0,
  within: 1,
};

test(`${FILE} is what the generator emits for a counter with a property of each kind`, async () => {
  const model = counter(3, {
    'counter.up': (value) => (value < 3 ? value + 1 : undefined),
    'counter.reset': (value) => (value > 0 ? 0 : undefined),
  });
  const layout = compileLayout<Counter>(model.layout);
  const states = [{ property: bounded, witnesses: 0 }];
  const steps = [{ property: upByOne, witnesses: 0 }];
  const responses = [{ property: comesDown, triggers: new StateSet() }];
  const views = viewsOf(states, responses, layout, false);
  const batch = new Int32Array(layout.words);
  const body = emitLoop({ model, layout, states, steps, responses, views, countWitnesses: false, batch });
  const text = await format(
    `// What the search of test/check/golden.test.ts runs: its inner loop, made for one model and its properties.
export function createLoop(model, actions, states, steps, responses, views, draft, before, batch) {
${body.replace('"use strict";', '')}
}`,
    { ...(await resolveConfig('test/check/golden.test.ts')), parser: 'babel' },
  );
  await expect(
    text,
    `test/check/${FILE} is not what the generator emits. If the new text is better, write it there: npx vitest run test/check/golden.test.ts --update`,
  ).toMatchFileSnapshot(FILE);
});
