/** What becomes of one change: noticed by a verdict, without effect, or neither. */
import type { Asked } from './baseline.ts';
import { TimeOut, type Judge } from './judge.ts';
import type { Answer, Question } from './question.ts';

export type Outcome =
  /** A verdict is another one; `by` says the first. */
  | { readonly kind: 'noticed'; readonly by: string }
  /** Verification stops with an error. */
  | { readonly kind: 'stops'; readonly by: string }
  /** Every search reaches the same states by as many steps, every register case shows the same. */
  | { readonly kind: 'same' }
  /** No verdict runs the line. */
  | { readonly kind: 'not-run' }
  | { readonly kind: 'survives' }
  | { readonly kind: 'timed-out' };

/** States of the first look: what breaks a rule mostly does so early. */
const FIRST_LOOK = 8000;

/** A search of the changed model may reach so many times the states. Beyond, it says nothing but what it found. */
const GROWTH = 4;

/**
 * `baseline`: every question with the answer of the model as it is; `concerns` says whether a question runs the changed
 * line. The others need not be asked: their answers are the same. `unchanged` starts a judge of the model as it is.
 */
export async function outcomeOf(
  judge: Judge,
  unchanged: () => Judge,
  baseline: readonly Asked[],
  concerns: (asked: Asked) => boolean,
): Promise<Outcome> {
  const concerned = baseline.filter(concerns);
  if (concerned.length === 0) return { kind: 'not-run' };
  const looks = [...byDesign(concerned)].map(([design, asked]): Look => {
    const others = baseline.filter((each) => each.question.design === design && !concerns(each));
    return { design, asked, others: others.map(({ answer }) => answer) };
  });
  try {
    const early = await firstLook(judge, looks);
    if (early !== undefined) return { kind: 'noticed', by: early };
    const { noticed, differs } = await wholeLook(judge, looks);
    if (noticed !== undefined) return { kind: 'noticed', by: noticed };
    const same = !differs && (await looksTheSame(judge, unchanged(), concerned));
    return { kind: same ? 'same' : 'survives' };
  } catch (error) {
    if (error instanceof TimeOut) return { kind: 'timed-out' };
    return { kind: 'stops', by: error instanceof Error ? error.message.split('\n')[0] : String(error) };
  }
}

/** One design: the questions that run the line, and the answers of those that do not. */
interface Look {
  readonly design: string;
  readonly asked: readonly Asked[];
  readonly others: readonly Answer[];
}

const brokenBefore = ({ asked, others }: Look): Set<string> =>
  new Set([...asked.map(({ answer }) => answer), ...others].flatMap(({ violated }) => violated));

async function firstLook(judge: Judge, looks: readonly Look[]): Promise<string | undefined> {
  for (const look of looks) {
    const { design, asked } = look;
    const known = brokenBefore(look);
    for (const { question, answer } of asked) {
      if (question.kind !== 'protocol') continue;
      const maxStates = Math.min(FIRST_LOOK, GROWTH * answer.states);
      const { violated } = await judge.ask({ ...question, maxStates, observe: false });
      const found = violated.find((rule) => !known.has(rule));
      if (found !== undefined) return `${found} on ${design}: holds -> violated`;
    }
  }
  return undefined;
}

/** What is noticed; or else, whether some search reaches other numbers of states or steps than without the change. */
async function wholeLook(
  judge: Judge,
  looks: readonly Look[],
): Promise<{ readonly noticed?: string; readonly differs: boolean }> {
  let differs = false;
  for (const look of looks) {
    const { design, asked } = look;
    const known = brokenBefore(look);
    const answers: Answer[] = [];
    for (const each of asked) {
      const answer = await judge.ask(bounded(each, false));
      const found = answer.violated.find((rule) => !known.has(rule));
      if (found !== undefined) return { noticed: `${found} on ${design}: holds -> violated`, differs };
      differs ||= answer.seen !== each.answer.seen;
      answers.push(answer);
    }
    const lost = lostOf(look, answers);
    if (lost !== undefined) return { noticed: `${lost.rule} on ${design}: ${lost.how}`, differs };
  }
  return { differs };
}

/** A rule that is not broken any more, or whose precondition does not come up any more. */
function lostOf({ asked, others }: Look, changed: readonly Answer[]): { rule: string; how: string } | undefined {
  if (changed.some(({ complete }) => !complete)) return undefined;
  const before = [...asked.map(({ answer }) => answer), ...others];
  const now = [...changed, ...others];
  const all = (answers: readonly Answer[], what: 'violated' | 'met'): Set<string> =>
    new Set(answers.flatMap((answer) => answer[what]));
  const [violated, met] = [all(now, 'violated'), all(now, 'met')];
  const mended = [...all(before, 'violated')].find((rule) => !violated.has(rule));
  if (mended !== undefined) return { rule: mended, how: 'violated -> holds' };
  const unmet = [...all(before, 'met')].find((rule) => !met.has(rule));
  return unmet === undefined ? undefined : { rule: unmet, how: 'holds -> not established' };
}

/** Every state with what its last step let somebody see, and all that callers of the register world saw. */
async function looksTheSame(judge: Judge, unchanged: Judge, concerned: readonly Asked[]): Promise<boolean> {
  for (const each of concerned) {
    const [here, there] = await Promise.all([judge, unchanged].map((one) => one.ask(bounded(each, true))));
    if (here.seen !== there.seen) return false;
  }
  return true;
}

function bounded({ question, answer }: Asked, observe: boolean): Question {
  if (question.kind === 'register') return { ...question, observe };
  return { ...question, maxStates: Math.min(question.maxStates, GROWTH * answer.states + 1000), observe };
}

function byDesign(asked: readonly Asked[]): Map<string, Asked[]> {
  const groups = new Map<string, Asked[]>();
  for (const each of asked) groups.set(each.question.design, [...(groups.get(each.question.design) ?? []), each]);
  return groups;
}
