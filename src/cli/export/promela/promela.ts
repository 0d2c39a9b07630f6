import { record, uint, type Layout } from '../../../spec/kit/layout.ts';
import type { Model, Property } from '../../../spec/kit/model.ts';
import { cTypes } from './c-types.ts';
import { watchInC, watchingBody } from './responses.ts';
import type { Sources } from './sources.ts';
import { Translator } from './translate.ts';
import { fixed, type Value } from './values.ts';

export interface NamedProperty {
  /** The ID of the rule. */
  readonly name: string;
  readonly property: Property<Record<string, unknown>>;
}

export interface PromelaModel {
  /** What `spin -a` reads; it includes the header by its name. */
  readonly promela: string;
  readonly header: string;
  /** For each response property a file more, in which the process watches it. */
  readonly responses: readonly { readonly name: string; readonly promela: string }[];
}

/**
 * A model in Promela: states, guards and effects in C that was translated from the sources of the model, one option per
 * action. The verifier prints a verdict for every state and step property at its end. A response property has a file of its
 * own: the verifier prints what it found of the bound, and an acceptance cycle is a run that is fair and never answers.
 */
export function promelaOf(
  sources: Sources,
  model: Model<Record<string, unknown>>,
  properties: readonly NamedProperty[],
  headerName: string,
): PromelaModel {
  const root = withObservations(model);
  const { declarations, typeName } = cTypes(root);
  const world = typeName(root);
  const translator = new Translator(sources, typeName);
  const at = (c: string): Value => ({ kind: 'ref', c, layout: root });
  const judged = properties.filter(({ property }) => property.kind !== 'response');
  const watched = properties.flatMap(({ name, property }) =>
    property.kind === 'response' ? [{ name, property }] : [],
  );
  const checks = (kind: 'state' | 'step', call: (holds: unknown) => string) =>
    judged.flatMap(({ property }, index) =>
      property.kind === kind ? [`  if (!${call(property.holds)}) violated[${index}] = 1;`] : [],
    );
  const clear = model.beginStep ? `  ${translator.call(model.beginStep, [at('world')])};` : '';
  const actions = model.actions.map((action, index) =>
    [
      `static int can${index}(void) { return ${translator.call(action.enabled, [at('world')])}; }`,
      `static void step${index}(void) { /* ${action.name} ${JSON.stringify(action.args)} */`,
      clear,
      `  ${translator.call(action.apply, [at('world')])};`,
      '}',
      `static void take${index}(void) {`,
      '  before = world;',
      `  step${index}();`,
      ...checks('step', (holds) => translator.call(holds, [at('before'), fixed(action), at('world')])),
      '  judge();',
      '}',
    ].join('\n'),
  );
  const judge = checks('state', (holds) => translator.call(holds, [at('world')]));
  const watches = watched.map((response, index) => watchInC(index, response, model.actions, translator, at('world')));
  const names = judged.map(({ name }) => JSON.stringify(name)).join(', ');
  const header = [
    `/* ${model.name}: translated from the TypeScript sources of the model. */`,
    '#include <stddef.h>',
    '#include <stdio.h>',
    '#include <stdlib.h>',
    '#include <string.h>',
    ...declarations,
    `${world} world;`,
    `static ${world} before;`,
    `static unsigned char violated[${judged.length + 1}];`,
    `static const char *const names[] = { ${names}${names ? ', ' : ''}0 };`,
    translator.text(),
    `static void judge(void) {\n${judge.join('\n')}\n}`,
    ...actions,
    ...watches,
    'static void report(void) {',
    '#ifdef RESPONSE',
    '  printf("bound %s %s\\n", WATCHED, missed ? "missed" : "kept");',
    '#else',
    '  for (int i = 0; names[i]; i++) printf("verdict %s %s\\n", names[i], violated[i] ? "violated" : "holds");',
    '#endif',
    '}',
    '__attribute__((constructor)) static void begin(void) { atexit(report); judge(); }',
    '',
  ].join('\n');
  const file = (how: string, before: readonly string[], body: readonly string[]) =>
    [
      `/* ${model.name}: spin -a, then gcc -O2 ${how} */`,
      ...before,
      `c_track "&world" "offsetof(${world}, seen)" "Matched"`,
      'active proctype protocol() {',
      ...body,
      '}',
      '',
    ].join('\n');
  const include = `\\#include "${headerName}"`;
  const promela = file(
    '-DSAFETY -DNOREDUCE pan.c, then pan -E',
    [`c_decl { ${include} }`],
    [
      '  do',
      ...model.actions.map((_, i) => `  :: d_step { c_expr { (can${i}()) } -> c_code { take${i}(); } }`),
      '  od',
    ],
  );
  const responses = watched.map(({ name, property }, number) => ({
    name,
    promela: file(
      '-DNOREDUCE pan.c, then pan -a -E -c0',
      [`c_decl {\n\\#define RESPONSE ${number}\n${include}\n}`, 'byte count;'],
      watchingBody(property, model.actions),
    ),
  }));
  return { promela, header, responses };
}

/** The layout of the state, and behind it the observations: they are not part of the state. */
function withObservations(model: Model<Record<string, unknown>>): Layout {
  const { layout } = model;
  if (layout.kind !== 'record') throw new RangeError(`model ${model.name}: the layout is not a record`);
  const seen = Object.keys((model.createDraft().seen ?? {}) as object).map((name) => [name, uint(0xfffff)] as const);
  return record({ ...layout.fields, seen: record(Object.fromEntries(seen)) });
}
