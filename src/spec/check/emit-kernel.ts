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
  const { model, states, steps, responses, batch } = parts;
  const create = functionOf(
    'model, actions, states, steps, responses, draft, before, batch',
    emitKernel(parts),
  ) as Create;
  const kernel = create(
    model,
    model.actions,
    states,
    steps,
    responses,
    model.createDraft(),
    model.createDraft(),
    batch,
  );
  if (!firstOf.has(create)) firstOf.set(create, kernel);
  return kernel;
}

/** Source text of a kernel: the body of a function of the parameters named in `generatedKernel`. */
export function emitKernel<W>(parts: KernelParts<W>): string {
  const { model, layout, states, steps, responses, countWitnesses } = parts;
  const numbers = new Map(model.actions.map((action, number) => [action, number]));
  const { at: places, anywhere } = indexActions(model);
  const takers = (actions: typeof anywhere) => `[${actions.map((action) => `take${numbers.get(action)}`).join(', ')}]`;
  const processes = model.processes ?? [];
  const { judges, judgesOf } = stepJudges(parts);
  return [
    '"use strict";',
    emitCodec(layout),
    'let taken = 0, deadEnds = 0;',
    ...emitFindings('State', states, 'states'),
    ...emitJudge('State', '', [...states.keys()], 'draft', countWitnesses),
    ...emitFindings('Step', steps, 'steps'),
    ...judges.flatMap(({ name, members }) => emitJudge('Step', name, members, 'before, action, draft', countWitnesses)),
    ...model.actions.flatMap((_, i) => [
      `const action${i} = actions[${i}];`,
      `function take${i}(words, at, state, n) {`,
      `if (!action${i}.enabled(draft)) return n;`,
      model.beginStep ? 'model.beginStep(draft);' : '',
      `action${i}.apply(draft);`,
      'taken++;',
      steps.length > 0 ? 'if (openStep > 0) {' : '',
      ...judgesOf[i].map(({ name }) => `judgeStep${name}(before, action${i}, draft, state);`),
      steps.length > 0 ? '}' : '',
      model.canonicalize ? 'model.canonicalize(draft);' : '',
      'return append(draft, words, at, batch, n);',
      '}',
    ]),
    ...processes.flatMap((_, i) => [
      `const process${i} = model.processes[${i}];`,
      `const places${i} = [${places[i].map(takers).join(', ')}];`,
    ]),
    ...responses.map(
      (_, i) => `const response${i} = responses[${i}].property, triggers${i} = responses[${i}].triggers;`,
    ),
    `const anywhere = ${takers(anywhere)};`,
    'function visit(words, at, state, n, expand) {',
    'unpack(words, at, draft);',
    states.length > 0 ? 'if (openState > 0) judgeState(draft, state);' : '',
    ...responses.map((_, i) => `if (response${i}.trigger(draft)) triggers${i}.add(state);`),
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

interface StepJudges {
  /** A name, and the step properties that are judged together, by index. */
  readonly judges: readonly { readonly name: string; readonly members: readonly number[] }[];
  /** By action. */
  readonly judgesOf: readonly StepJudges['judges'][];
}

/** One judge for the properties that are about every action, and one for each further set that some action needs. */
function stepJudges<W>({ model, steps }: KernelParts<W>): StepJudges {
  const everywhere = [...steps.keys()].filter((i) => steps[i].property.about === undefined);
  const judges = new Map([['', { name: '', members: everywhere }]]);
  const judgesOf = model.actions.map((action) => {
    const members = [...steps.keys()].filter((i) => steps[i].property.about?.(action) === true);
    const key = members.join();
    const known = judges.get(key) ?? { name: `About${judges.size}`, members };
    judges.set(key, known);
    return [...judges.values()].filter((judge) => judge.members.length > 0 && (judge.name === '' || judge === known));
  });
  return { judges: [...judges.values()].filter(({ members }) => members.length > 0), judgesOf };
}

/** The findings about one kind of properties, what is still sought, and the number of questions that are open. */
function emitFindings<W>(kind: 'State' | 'Step', findings: readonly Finding<W>[], list: string): string[] {
  return [
    `let open${kind} = ${findings.length * 2};`,
    ...findings.flatMap((_, i) => [
      `const finding${kind}${i} = ${list}[${i}], property${kind}${i} = finding${kind}${i}.property;`,
      `let seeks${kind}${i} = true, open${kind}${i} = true;`,
    ]),
  ];
}

/** A function that judges some properties of one kind. */
function emitJudge(
  kind: 'State' | 'Step',
  name: string,
  members: readonly number[],
  parameters: string,
  countWitnesses: boolean,
): string[] {
  const judge = `judge${kind}${name}`;
  const groups = Array.from({ length: Math.ceil(members.length / PER_FUNCTION) }, (_, group) => [
    `function ${judge}_${group}(${parameters}, state) {`,
    ...members
      .slice(group * PER_FUNCTION, (group + 1) * PER_FUNCTION)
      .flatMap((i) => [
        `if (seeks${kind}${i} && property${kind}${i}.witness(${parameters})) {`,
        `finding${kind}${i}.witnesses++;`,
        countWitnesses ? '' : `seeks${kind}${i} = false; open${kind}--;`,
        '}',
        `if (open${kind}${i} && !property${kind}${i}.holds(${parameters})) {`,
        `finding${kind}${i}.violatedAt = state; open${kind}${i} = false; open${kind}--;`,
        '}',
      ]),
    '}',
  ]);
  return [
    ...groups.flat(),
    `function ${judge}(${parameters}, state) {`,
    ...groups.map((_, group) => `${judge}_${group}(${parameters}, state);`),
    '}',
  ];
}
