import { record, uint, type Layout } from '../../../spec/kit/layout.ts';
import type { Model, Property } from '../../../spec/kit/model.ts';
import { cTypes } from './c-types.ts';
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
}

/**
 * A model in Promela: states, guards and effects in C that was translated from the sources of the model, one option per
 * action. The verifier prints a verdict for every state and step property at its end; response properties are left out.
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
  const checks = (kind: 'state' | 'step', call: (holds: unknown) => string) =>
    judged.flatMap(({ property }, index) =>
      property.kind === kind ? [`  if (!${call(property.holds)}) violated[${index}] = 1;`] : [],
    );
  const clear = model.beginStep ? `  ${translator.call(model.beginStep, [at('world')])};` : '';
  const actions = model.actions.map((action, index) =>
    [
      `static int can${index}(void) { return ${translator.call(action.enabled, [at('world')])}; }`,
      `static void take${index}(void) { /* ${action.name} ${JSON.stringify(action.args)} */`,
      '  before = world;',
      clear,
      `  ${translator.call(action.apply, [at('world')])};`,
      ...checks('step', (holds) => translator.call(holds, [at('before'), fixed(action), at('world')])),
      '  judge();',
      '}',
    ].join('\n'),
  );
  const judge = checks('state', (holds) => translator.call(holds, [at('world')]));
  const names = judged.map(({ name }) => JSON.stringify(name)).join(', ');
  const header = [
    `/* ${model.name}: translated from the TypeScript sources of the model. */`,
    '#include <stddef.h>',
    '#include <stdio.h>',
    '#include <stdlib.h>',
    ...declarations,
    `${world} world;`,
    `static ${world} before;`,
    `static unsigned char violated[${judged.length + 1}];`,
    `static const char *const names[] = { ${names}${names ? ', ' : ''}0 };`,
    translator.text(),
    `static void judge(void) {\n${judge.join('\n')}\n}`,
    ...actions,
    'static void report(void) {',
    '  for (int i = 0; names[i]; i++) printf("verdict %s %s\\n", names[i], violated[i] ? "violated" : "holds");',
    '}',
    '__attribute__((constructor)) static void begin(void) { atexit(report); judge(); }',
    '',
  ].join('\n');
  const promela = [
    `/* ${model.name}: spin -a, then gcc -O2 -DSAFETY -DNOREDUCE pan.c, then pan -E */`,
    `c_decl { \\#include "${headerName}" }`,
    `c_track "&world" "offsetof(${world}, seen)" "Matched"`,
    'active proctype protocol() {',
    '  do',
    ...model.actions.map((_, index) => `  :: d_step { c_expr { (can${index}()) } -> c_code { take${index}(); } }`),
    '  od',
    '}',
    '',
  ].join('\n');
  return { promela, header };
}

/** The layout of the state, and behind it the observations: they are no part of the state. */
function withObservations(model: Model<Record<string, unknown>>): Layout {
  const { layout } = model;
  if (layout.kind !== 'record') throw new RangeError(`model ${model.name}: the layout is no record`);
  const seen = Object.keys((model.createDraft().seen ?? {}) as object).map((name) => [name, uint(0xfffff)] as const);
  return record({ ...layout.fields, seen: record(Object.fromEntries(seen)) });
}
