/** lab/answers-results.json: what changes where the emulated CPU gives the other answer to a point that the manual leaves open. */
import type { Sighting } from './faults.ts';

export const ANSWERS_FORMAT = 'lbr-lab-answers/1';

export interface AnswerResults {
  readonly format: typeof ANSWERS_FORMAT;
  /** Hashes of what a result rests on. */
  readonly agent: string;
  readonly cpu: string;
  readonly judge: string;
  readonly kernel: { readonly name: string; readonly version: string; readonly image: string };
  /** Workloads and counterexamples that were run with each answer. */
  readonly runs: number;
  readonly answers: readonly Answer[];
}

/** Another value of a setting than its default. */
export interface Answer {
  readonly name: string;
  readonly value: string;
  /** Runs that show something else than with the default. */
  readonly differs: readonly Sighting[];
}

/** One of lab/cpu/settings.json. */
export interface CpuSetting {
  readonly name: string;
  readonly kind: string;
  readonly values: readonly string[] | string;
  readonly default: string | number;
}

/** Of a number the other answer is this one. */
const NUMBER = '3';

/** Every answer that is not the default. */
export function otherAnswers(settings: readonly CpuSetting[]): Answer[] {
  return settings
    .filter(({ kind }) => kind === 'open')
    .flatMap(({ name, values, default: usual }) => {
      const others = typeof values === 'string' ? [NUMBER] : values.filter((value) => value !== usual);
      return others.map((value) => ({ name, value, differs: [] }));
    });
}

/** What differs in one run, a clause. */
export function differenceText({ rules, unmet, stops, differs }: Sighting): string {
  const parts = [
    ...(stops === undefined ? [] : [stops]),
    ...(rules.length > 0 ? [`violated as well: ${rules.join(', ')}`] : []),
    ...(differs === undefined ? [] : [differs]),
    ...unmet,
  ];
  return parts.join('; ');
}

export function answersText({ runs, answers }: AnswerResults): string {
  const lines = answers.map(({ name, value, differs }) => {
    if (differs.length === 0) return `${name}=${value}  the same in ${runs} runs`;
    return [
      `${name}=${value}  differs in ${differs.length} of ${runs} runs`,
      ...differs.map((one) => `  ${one.workload}: ${differenceText(one)}`),
    ].join('\n');
  });
  return lines.join('\n');
}
