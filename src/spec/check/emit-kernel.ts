import { indexActions } from './action-index.ts';
import type { Kernel, KernelParts } from './kernel.ts';
import { functionOf } from './function-of.ts';
import { emitCodec } from './emit-layout.ts';
import type { Finding } from './judge.ts';

type Create = (...parameters: readonly unknown[]) => Kernel;

/**
 * The first kernel of each text. Engines compile code for the very objects that they have seen, and throw it away when
 * one of them is gone; so these stay, for the models of the same shape that come later.
 */
const firstOf = new WeakMap<Create, Kernel>();

/** Properties per function: small enough for the compiler to inline what they call. */
const PER_FUNCTION = 4;

/**
 * The kernel as generated code: the same as the loop, unrolled over the actions, positions and properties of one model.
 * Each call has a place of its own in the text, so a just-in-time compiler sees one target per call, inlines it, and
 * keeps what it learned about one model apart from the others.
 */
export function generatedKernel<W>(parts: KernelParts<W>): Kernel {
  const { model, states, steps, batch } = parts;
  const create = functionOf('model, actions, states, steps, draft, before, batch', emitKernel(parts)) as Create;
  const kernel = create(model, model.actions, states, steps, model.createDraft(), model.createDraft(), batch);
  if (!firstOf.has(create)) firstOf.set(create, kernel);
  return kernel;
}

/** Source text of a kernel: the body of a function of the parameters named in `generatedKernel`. */
export function emitKernel<W>({ model, layout, states, steps, countWitnesses }: KernelParts<W>): string {
  const numbers = new Map(model.actions.map((action, number) => [action, number]));
  const { at: places, anywhere } = indexActions(model);
  const takers = (actions: typeof anywhere) => `[${actions.map((action) => `take${numbers.get(action)}`).join(', ')}]`;
  const processes = model.processes ?? [];
  return [
    '"use strict";',
    emitCodec(layout),
    'let taken = 0;',
    ...emitJudge('State', states, 'states', 'draft', countWitnesses),
    ...emitJudge('Step', steps, 'steps', 'before, action, draft', countWitnesses),
    ...model.actions.flatMap((_, i) => [
      `const action${i} = actions[${i}];`,
      `function take${i}(words, at, state, n) {`,
      `if (!action${i}.enabled(draft)) return n;`,
      model.beginStep ? 'model.beginStep(draft);' : '',
      `action${i}.apply(draft);`,
      'taken++;',
      steps.length > 0 ? `if (openStep > 0) judgeStep(before, action${i}, draft, state);` : '',
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
    states.length > 0 ? 'if (openState > 0) judgeState(draft, state);' : '',
    'if (!expand) return n;',
    steps.length > 0 ? 'if (openStep > 0) unpack(words, at, before);' : '',
    ...processes.flatMap((_, i) => [
      `const takes${i} = places${i}[process${i}.position(draft)];`,
      `for (let i = 0; i < takes${i}.length; i++) n = takes${i}[i](words, at, state, n);`,
    ]),
    'for (let i = 0; i < anywhere.length; i++) n = anywhere[i](words, at, state, n);',
    'return n;',
    '}',
    'return { visit, get taken() { return taken; } };',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** Functions that judge all properties of one kind, and the number of questions that are still open. */
function emitJudge<W>(
  kind: 'State' | 'Step',
  findings: readonly Finding<W>[],
  list: string,
  parameters: string,
  countWitnesses: boolean,
): string[] {
  const judged = findings.flatMap((_, i) => [
    `const finding${kind}${i} = ${list}[${i}], property${kind}${i} = finding${kind}${i}.property;`,
    `let seeks${kind}${i} = true, open${kind}${i} = true;`,
  ]);
  const groups = Array.from({ length: Math.ceil(findings.length / PER_FUNCTION) }, (_, group) => {
    const members = [...findings.keys()].slice(group * PER_FUNCTION, (group + 1) * PER_FUNCTION);
    return [
      `function judge${kind}${group}s(${parameters}, state) {`,
      ...members.flatMap((i) => [
        `if (seeks${kind}${i} && property${kind}${i}.witness(${parameters})) {`,
        `finding${kind}${i}.witnesses++;`,
        countWitnesses ? '' : `seeks${kind}${i} = false; open${kind}--;`,
        '}',
        `if (open${kind}${i} && !property${kind}${i}.holds(${parameters})) {`,
        `finding${kind}${i}.violatedAt = state; open${kind}${i} = false; open${kind}--;`,
        '}',
      ]),
      '}',
    ];
  });
  return [
    `let open${kind} = ${findings.length * 2};`,
    ...judged,
    ...groups.flat(),
    `function judge${kind}(${parameters}, state) {`,
    ...groups.map((_, group) => `judge${kind}${group}s(${parameters}, state);`),
    '}',
  ];
}
