import type { Action, ResponseProperty } from '../../../spec/kit/model.ts';
import type { Translator } from './translate.ts';
import { fixed, type Value } from './values.ts';

type Watched = ResponseProperty<Record<string, unknown>>;
type Step = Action<Record<string, unknown>>;

/** What `count` says once a watch is over: no number of steps or turns. */
const OVER = 255;

/**
 * C that watches one response property, for a file with `#define RESPONSE` of its number. From a trigger on, `bounded`
 * takes helpful steps only and counts them; `fair` takes any and counts the fair actions that had their turn, in order,
 * since the last round. Both answer the new count. Where the
 * watch is over the state is cleared, so that all ends are one.
 */
export function watchInC(
  number: number,
  { name, property }: { readonly name: string; readonly property: Watched },
  actions: readonly Step[],
  translator: Translator,
  world: Value,
): string {
  const answered = translator.call(property.response, [world]);
  const helpful = helpfulSteps(property, actions);
  const helps = helpful.map((index) => {
    const asked = property.helps && translator.call(property.helps, [world, fixed(actions[index])]);
    return `static int helps${index}(void) { return can${index}()${asked === undefined ? '' : ` && ${asked}`}; }`;
  });
  const fair = fairSteps(property, actions);
  return [
    `#if defined(RESPONSE) && RESPONSE == ${number}`,
    `#define WATCHED ${JSON.stringify(name)}`,
    'static int missed;',
    `static int answered(void) { return ${answered}; }`,
    `static int due(void) { return ${translator.call(property.trigger, [world])} && !answered(); }`,
    ...helps,
    'static int over(int unanswered) {',
    '  missed |= unanswered;',
    '  memset(&world, 0, sizeof world);',
    `  return ${OVER};`,
    '}',
    'static int waited(int steps) {',
    '  if (answered()) return over(0);',
    `  if (steps < ${property.within} && (${any(helpful, 'helps')})) return steps;`,
    '  return over(1);',
    '}',
    'static int turns(int had, int action) {',
    '  if (answered()) return over(0);',
    `  if (!(${any(actions.keys(), 'can')})) return over(1);`,
    ...fair.map((index, turn) => `  if (had == ${turn} && (action == ${index} || !can${index}())) had++;`),
    '  return had;',
    '}',
    '#endif',
  ].join('\n');
}

/** The body of a process that runs freely, and at any trigger may begin to watch. */
export function watchingBody(property: Watched, actions: readonly Step[]): string[] {
  const option = (condition: string, code: string) => `  :: d_step { c_expr { (${condition}) } -> c_code { ${code} } }`;
  const fair = fairSteps(property, actions);
  const toFair = '  :: d_step { c_expr { (due()) } -> c_code { now.count = turns(0, -1); } } -> goto fairly';
  return [
    '  do',
    ...actions.map((_, i) => option(`can${i}()`, `step${i}();`)),
    '  :: d_step { c_expr { (due()) } -> c_code { now.count = waited(0); } } -> break',
    ...(property.fair === undefined ? [] : [toFair]),
    '  od;',
    '  do',
    ...helpfulSteps(property, actions).map((i) =>
      option(`now.count < ${OVER} && helps${i}()`, `step${i}(); now.count = waited(now.count + 1);`),
    ),
    '  od;',
    ...(property.fair === undefined
      ? []
      : [
          'fairly:',
          '  do',
          ...actions.map((_, i) =>
            option(`now.count < ${fair.length} && can${i}()`, `step${i}(); now.count = turns(now.count, ${i});`),
          ),
          `  :: count == ${fair.length} ->`,
          'accept_round: count = 0',
          '  od',
        ]),
  ];
}

function helpfulSteps(property: Watched, actions: readonly Step[]): number[] {
  return [...actions.keys()].filter((index) => property.helpful(actions[index]));
}

function fairSteps(property: Watched, actions: readonly Step[]): number[] {
  return [...actions.keys()].filter((index) => property.fair?.(actions[index]));
}

const any = (indices: Iterable<number>, what: string): string =>
  [...indices].map((index) => `${what}${index}()`).join(' || ') || '0';
