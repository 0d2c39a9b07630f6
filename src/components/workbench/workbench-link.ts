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
  /** What the reader calls the design with its flipped switches; empty where nothing. */
  readonly name: string;
}

export const DEFAULT_BOUND = 200_000;
export const MAX_BOUND = 20_000_000;
const ID = /^LBR-[A-Z]{3,4}-[1-9][0-9]*$/;

/** The fragment of a scenario link with the rules (`r=`), the bound (`b=`) and the name (`o=`) added. */
export function workbenchFragment({ scenario, model, rules, bound, name }: WorkbenchState): string {
  const more = [
    rules.length === 0 ? '' : `&r=${rules.join(',')}`,
    bound === DEFAULT_BOUND ? '' : `&b=${bound}`,
    name === '' ? '' : `&o=${encodeURIComponent(name)}`,
  ];
  return scenarioFragment({ scenario, model }) + more.join('');
}

/** Reads a link; throws a RangeError that says what is wrong with it. */
export function readWorkbenchFragment(fragment: string): WorkbenchState {
  const link = readScenarioFragment(fragment);
  const field = (key: string): string | undefined => new RegExp(`(?:^#?|&)${key}=([^&]*)`).exec(fragment)?.[1];
  const rules = (field('r') ?? '').split(',').filter((id) => id !== '');
  const wrong = rules.find((id) => !ID.test(id));
  if (wrong !== undefined) throw new RangeError(`the link names "${wrong.slice(0, 40)}", which is not a rule ID`);
  const bound = field('b') === undefined ? DEFAULT_BOUND : Number(field('b'));
  if (!Number.isInteger(bound) || bound < 1 || bound > MAX_BOUND) {
    throw new RangeError(`the bound (b=) is "${(field('b') ?? '').slice(0, 20)}"; expected 1 to ${MAX_BOUND}`);
  }
  return { ...link, rules, bound, name: readName(field('o')) };
}

export const MAX_NAME = 60;

function readName(text = ''): string {
  let name: string;
  try {
    name = decodeURIComponent(text);
  } catch {
    throw new RangeError(`the name (o=) is cut or damaged: "${text.slice(0, 40)}"`);
  }
  if (name.length > MAX_NAME)
    throw new RangeError(`the name (o=) has ${name.length} letters; expected at most ${MAX_NAME}`);
  return name;
}
