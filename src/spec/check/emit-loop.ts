import { indexActions } from './action-index.ts';
import { emitChanged } from './changed.ts';
import type { InnerLoop, LoopParts } from './inner-loop.ts';
import { functionOf } from './function-of.ts';
import { emitCodec } from './emit-layout.ts';
import { emitFindings, emitJudge, judgeParts } from './emit-judges.ts';
import { emitView } from './emit-view.ts';

type Create = (...parameters: readonly unknown[]) => InnerLoop;

/**
 * The first loop of each text. Engines compile code for the very objects that they have seen, and throw it away when
 * one of them is gone; so these stay, for the models of the same shape that come later.
 */
const firstOf = new WeakMap<Create, InnerLoop>();

/**
 * The inner loop as generated code: the same as `plainLoop`, unrolled over the actions, positions and properties of one model.
 * Each call has a place of its own in the text, so a just-in-time compiler sees one target per call, inlines it, and
 * keeps what it learned about one model apart from the others.
 */
export function generatedLoop<W>(parts: LoopParts<W>): InnerLoop {
  const { model, states, steps, responses, views, batch } = parts;
  const create = functionOf(
    'model, actions, states, steps, responses, views, draft, before, batch',
    emitLoop(parts),
  ) as Create;
  const loop = create(
    model,
    model.actions,
    states,
    steps,
    responses,
    views,
    model.createDraft(),
    model.createDraft(),
    batch,
  );
  if (!firstOf.has(create)) firstOf.set(create, loop);
  return loop;
}

/** Source text of an inner loop: the body of a function of the parameters named in `generatedLoop`. */
export function emitLoop<W>(parts: LoopParts<W>): string {
  const { model, layout, states, steps, responses, views, countWitnesses } = parts;
  const numbers = new Map(model.actions.map((action, number) => [action, number]));
  const { at: places, anywhere } = indexActions(model);
  const takers = (actions: typeof anywhere) => `[${actions.map((action) => `take${numbers.get(action)}`).join(', ')}]`;
  const processes = model.processes ?? [];
  const { judges, judgesOf } = judgeParts(parts);
  return [
    '"use strict";',
    emitCodec(layout),
    'let taken = 0, deadEnds = 0;',
    ...emitFindings('State', states, 'states'),
    ...responses.map(
      (_, i) => `const response${i} = responses[${i}].property, triggers${i} = responses[${i}].triggers;`,
    ),
    ...views.flatMap((view, i) => emitView(`View${i}`, i, view, countWitnesses)),
    ...emitFindings('Step', steps, 'steps'),
    ...judges.flatMap(({ name, members, changes }) => [
      changes === undefined ? '' : emitChanged(layout, `changed${name}`, changes),
      ...emitJudge('Step', name, members, 'before, action, draft', countWitnesses),
    ]),
    ...model.actions.flatMap((_, i) => [
      `const action${i} = actions[${i}];`,
      `function take${i}(words, at, state, n) {`,
      `if (!action${i}.enabled(draft)) return n;`,
      model.beginStep ? 'model.beginStep(draft);' : '',
      `action${i}.apply(draft);`,
      'taken++;',
      steps.length > 0 ? 'if (openStep > 0) {' : '',
      ...judgesOf[i].map(
        ({ name, changes }) =>
          `${changes === undefined ? '' : `if (changed${name}(before, draft)) `}judgeStep${name}(before, action${i}, draft, state);`,
      ),
      steps.length > 0 ? '}' : '',
      model.canonicalize ? 'model.canonicalize(draft);' : '',
      'return append(draft, words, at, batch, n);',
      '}',
    ]),
    ...processes.flatMap((_, i) => [
      `const process${i} = model.processes[${i}];`,
      `const places${i} = [${places[i].map(takers).join(', ')}];`,
    ]),
    `const anywhere = ${takers(anywhere)};`,
    'function visit(words, at, state, n, expand) {',
    'unpack(words, at, draft);',
    ...views.map((_, i) => `lookView${i}(words, at, state);`),
    'if (!expand) return n;',
    steps.length > 0 ? 'if (openStep > 0) unpack(words, at, before);' : '',
    'const takenBefore = taken;',
    ...processes.flatMap((_, i) => [
      `const takes${i} = places${i}[process${i}.position(draft)];`,
      `for (let i = 0; i < takes${i}.length; i++) n = takes${i}[i](words, at, state, n);`,
    ]),
    'for (let i = 0; i < anywhere.length; i++) n = anywhere[i](words, at, state, n);',
    'if (taken === takenBefore) deadEnds++;',
    'return n;',
    '}',
    'return { visit, get taken() { return taken; }, get deadEnds() { return deadEnds; } };',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
