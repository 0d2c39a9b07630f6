import { readScenarioFragment, scenarioFragment } from '@spec/scenario/link.ts';
import type { Scenario } from '@spec/scenario/types.ts';

/** Everything that the workbench shows is in here, and this is in the URL. */
export interface WorkbenchState {
  readonly scenario: Scenario;
  /** First digits of the model hash that the link was made with; empty for a fresh page. */
  readonly model: string;
  /** Rules to explore, by ID. */
  readonly rules: readonly string[];
  /** States per instance. */
  readonly bound: number;
}

export const DEFAULT_BOUND = 200_000;
export const MAX_BOUND = 20_000_000;
const ID = /^LBR-[A-Z]{3,4}-[1-9][0-9]*$/;

/** The fragment of a scenario link with the rules (`r=`) and the bound (`b=`) added. */
export function workbenchFragment({ scenario, model, rules, bound }: WorkbenchState): string {
  const more = [rules.length === 0 ? '' : `&r=${rules.join(',')}`, bound === DEFAULT_BOUND ? '' : `&b=${bound}`];
  return scenarioFragment({ scenario, model }) + more.join('');
}

/** Reads a link; throws a RangeError that says what is wrong with it. */
export function readWorkbenchFragment(fragment: string): WorkbenchState {
  const link = readScenarioFragment(fragment);
  const field = (key: string): string | undefined => new RegExp(`(?:^#?|&)${key}=([^&]*)`).exec(fragment)?.[1];
  const rules = (field('r') ?? '').split(',').filter((id) => id !== '');
  const wrong = rules.find((id) => !ID.test(id));
  if (wrong !== undefined) throw new RangeError(`the link names "${wrong.slice(0, 40)}", which is no rule ID`);
  const bound = field('b') === undefined ? DEFAULT_BOUND : Number(field('b'));
  if (!Number.isInteger(bound) || bound < 1 || bound > MAX_BOUND) {
    throw new RangeError(`the bound (b=) is "${(field('b') ?? '').slice(0, 20)}"; expected 1 to ${MAX_BOUND}`);
  }
  return { ...link, rules, bound };
}
