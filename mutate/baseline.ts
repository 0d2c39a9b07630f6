/** What the model says as it is, and which blocks of it each question runs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { designNames } from '../src/spec/designs/index.ts';
import { designNamed } from '../src/spec/designs/index.ts';
import { instancesOf } from '../src/spec/designs/instances-of.ts';
import { registerRules } from '../src/spec/rules/index.ts';
import { blocksOf } from './blocks.ts';
import { bundleWithMarks } from './build.ts';
import { filesBelow } from './files.ts';
import { startJudge } from './judge.ts';
import type { Answer, Question } from './question.ts';

export interface Asked {
  readonly question: Question;
  readonly answer: Answer;
}

/** Cases per register rule. */
const RUNS = 200;
const MAX_STATES = 5_000_000;

/** The designs, those first in which most rules hold. */
const order = ['contract', 'request', 'v7.3', 'v7.3-mediated', 'v6.12', 'arch-lbr-v2', 'coexist-2023', 'v6.2', 'v5.12'];
const designs = [...designNames].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));

/** Every question; register rules one at a time, so that each is known by the blocks that it runs. */
function questions(): Question[] {
  return designs.flatMap((design): Question[] => [
    ...instancesOf(designNamed(design)).map(({ name }): Question => ({
      kind: 'protocol',
      design,
      instance: name,
      maxStates: MAX_STATES,
      observe: false,
    })),
    ...registerRules.map(({ id }): Question => ({ kind: 'register', design, rules: [id], runs: RUNS, observe: false })),
  ]);
}

/** The number of the first block of each file of the model. */
export function firstBlocks(root: string): Map<string, number> {
  const first = new Map<string, number>();
  let count = 0;
  for (const file of filesBelow(root, 'src/spec/model')) {
    first.set(file, count);
    count += blocksOf(file, readFileSync(path.join(root, file), 'utf8')).length;
  }
  return first;
}

/**
 * From the cache, as far as it is there for the same model and rules. Undefined where there was no time to ask all of it
 * until `until` (milliseconds since 1970): the next call goes on.
 */
export async function baselineOf(
  root: string,
  cache: string,
  hash: string,
  until: number,
): Promise<readonly Asked[] | undefined> {
  const file = path.join(cache, `baseline-${hash.slice(0, 16)}.json`);
  const asked = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Asked[]) : [];
  const open = questions().slice(asked.length);
  if (open.length === 0) return asked;
  mkdirSync(cache, { recursive: true });
  const bundle = path.join(cache, 'marked.mjs');
  await bundleWithMarks(root, firstBlocks(root), bundle);
  const judge = startJudge(bundle, 3600); // an hour: all that is asked of one change is less
  try {
    for (const question of open) {
      if (Date.now() > until) break;
      asked.push({ question, answer: await judge.ask(question) });
    }
  } finally {
    await judge.end();
    writeFileSync(file, JSON.stringify(asked));
  }
  return asked.length === questions().length ? asked : undefined;
}
