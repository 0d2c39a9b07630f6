import { deepFlips, deepSearches, deepWalks } from './plan.ts';
import type { DeepResults, DeepWalk } from './result.ts';

/** The walks of two ranges of runs that follow each other; the violation of the earlier range stays. */
export function joinDeepWalks(first: DeepWalk, second: DeepWalk): DeepWalk {
  return {
    ...first,
    runs: first.runs + second.runs,
    steps: first.steps + second.steps,
    seconds: first.seconds + second.seconds,
    rules: first.rules.map((verdict, index) => {
      const other = second.rules[index];
      const met = verdict.met + other.met;
      return verdict.verdict === 'violated' || other.verdict === 'holds' ? { ...verdict, met } : { ...other, met };
    }),
  };
}

/** The jobs of the plan that a result lacks or has not finished. */
export function deepMissing({ searches, walks, permitted }: DeepResults): string[] {
  return [
    ...deepSearches
      .filter(({ instance }) => !searches.some((found) => found.instance === instance))
      .map(({ instance }) => instance),
    ...deepFlips.filter(({ flip }) => !permitted.some((found) => found.flip === flip)).map(({ flip }) => flip),
    ...deepWalks
      .filter(({ instance, runs }) => (walks.find((found) => found.instance === instance)?.runs ?? 0) < runs)
      .map(({ instance, runs }) => `${instance}: ${runs.toLocaleString('en-US')} runs`),
  ];
}

/**
 * What is wrong with a result, one line each; empty where every rule held and was tested somewhere, and every permitted
 * flip keeps every rule.
 */
export function deepProblems({ searches, walks, permitted }: DeepResults): string[] {
  const subjects = [...searches, ...walks];
  const met = new Set(subjects.flatMap(({ rules }) => rules.filter((rule) => rule.met > 0).map(({ rule }) => rule)));
  const known = [...new Set(subjects.flatMap(({ rules }) => rules.map(({ rule }) => rule)))];
  return [
    ...searches
      .filter(({ complete }) => !complete)
      .map(({ instance, states }) => `${instance}: bound reached at ${states} states`),
    ...subjects.flatMap(({ design, instance, rules }) =>
      rules
        .filter(({ verdict }) => verdict !== 'holds')
        .map(({ rule, verdict, steps = [] }) => `${rule} on ${design}, ${instance}: ${verdict}; ${steps.join('; ')}`),
    ),
    ...permitted
      .filter(({ broken, complete }) => broken.length > 0 || !complete)
      .map(({ flip, broken, complete }) =>
        complete ? `${flip} is said to keep every rule and breaks ${broken.join(', ')}` : `${flip}: bound reached`,
      ),
    ...known.filter((rule) => !met.has(rule)).map((rule) => `${rule}: its precondition was met nowhere`),
  ];
}
