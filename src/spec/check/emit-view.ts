import { emitJudge } from './emit-judges.ts';
import type { View } from './view.ts';
import { emitFind } from './view-set.ts';

/**
 * Source text of `lookNAME(words, at, state)`, which judges the state in the draft by the properties of view `index`, and
 * notes what it triggers. Where the view has a set, the properties are asked once for what the view leaves of a state;
 * what that triggers is the number which is noted there, a bit for each response property.
 */
export function emitView(name: string, index: number, view: View, countWitnesses: boolean): string[] {
  const { states, responses } = view;
  const judge = states.length > 0 ? `if (openState > 0) judgeState${name}(draft, state);` : '';
  const judges = emitJudge('State', name, states, 'draft', countWitnesses);
  if (view.set === undefined) {
    return [
      ...judges,
      `function look${name}(words, at, state) {`,
      judge,
      ...responses.map((i) => `if (response${i}.trigger(draft)) triggers${i}.add(state);`),
      '}',
    ];
  }
  const triggers = responses.map((i, bit) => `(response${i}.trigger(draft) ? ${1 << bit} : 0)`);
  return [
    ...judges,
    `const set${name} = views[${index}].set;`,
    emitFind(`find${name}`, `set${name}`, view.set),
    `function ask${name}(state) { ${judge} return ${triggers.join(' | ') || '0'}; }`,
    `function look${name}(words, at, state) {`,
    responses.length > 0 ? '' : 'if (openState === 0) return;',
    `let bits = find${name}(words, at);`,
    `if (bits < 0) set${name}.note(words, at, bits = ask${name}(state));`,
    ...responses.map((i, bit) => `if (bits & ${1 << bit}) triggers${i}.add(state);`),
    '}',
  ];
}
