import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contract } from '../../src/spec/designs/contract.ts';
import { deepWalks } from '../../src/spec/deep/plan.ts';
import { PRIORITIES } from '../../src/spec/model/protocol/instance.ts';
import { instances } from '../../src/spec/model/protocol/instances.ts';
import { hostOf } from '../../src/spec/model/register/index.ts';
import { protocolSwitches } from '../../src/spec/switches/protocol.ts';

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const word = (count: number): string => WORDS[count] ?? count.toLocaleString('en-US');
/** The extremes of counts in words: `one or two`, `two`. */
const span = (counts: readonly number[]): string =>
  [...new Set([Math.min(...counts), Math.max(...counts)])].map(word).join(' or ');
const most = (counts: readonly number[]): string => word(Math.max(...counts));

/** The value of a constant that its file keeps for itself. */
function constant(file: string, name: string): number {
  const found = new RegExp(`const ${name} = ([0-9_]+|0x[0-9a-f]+)n?\\b`).exec(readFileSync(file, 'utf8'));
  if (found === null) throw new Error(`${file} has no constant ${name}`);
  return Number(found[1].replaceAll('_', ''));
}

const bits = (file: string, name: string): number =>
  [...constant(file, name).toString(2)].filter((bit) => bit === '1').length;
/** FROM, TO and INFO of each record, TOS and LBR_SELECT. */
const legacyMsrs = 3 * hostOf().depth + 2;
const counters = 'src/spec/model/register/global-counters.ts';
const plan = 'src/spec/verify/plan.ts';
const hosts =
  /const CPUS[^{]*\{\n([\s\S]*?)\n\};/.exec(readFileSync('ground-truth/register/hosts.ts', 'utf8'))?.[1] ?? '';

/** What pages say in figures, as the source has it. A page that says it otherwise is to be mended, or its line here. */
const SAID: readonly (readonly [page: string, sentence: string])[] = [
  [
    'method.mdx',
    `An instance says what exists: ${span(instances.map(({ cpus }) => cpus))} pCPUs, ${span(instances.map(({ tasks }) => tasks.length))} threads, up to ${most(instances.map(({ hostEvents }) => hostEvents.length))} host events, ${span(instances.map(({ depth }) => depth))} records in the ring.`,
  ],
  ['method.mdx', `host events of the ${word(PRIORITIES.length)} priorities`],
  ['method.mdx', `${constant(plan, 'WALK_STEPS')} steps at a time`],
  ['method.mdx', `ends after ${constant(plan, 'MUTANT_STATES').toLocaleString('en-US')} states of an instance`],
  ['method.mdx', `${word(deepWalks.reduce((sum, { runs }) => sum + runs, 0) / 1e6)} million runs in all`],
  ['deep-runs.mdx', `all ${word(PRIORITIES.length)} priorities`],
  ['deep-runs.mdx', `the ring has ${span(instances.map(({ depth }) => depth))} records`],
  ['ground-truth.mdx', `on ${word(hosts.split('\n').length)} CPUs`],
  [
    'ground-truth.mdx',
    `in batches of ${constant('ground-truth/differential/run.ts', 'BATCH')} and ${constant('ground-truth/register/run.ts', 'BATCH')}.`,
  ],
  ['lbr-ctl-gap.mdx', `The model has ${word(Object.keys(protocolSwitches.lbrCtlControls.values).length)} answers`],
  ['proposal.mdx', `With ${hostOf().depth} legacy records that is ${legacyMsrs} MSRs each way`],
  // A save, a load, and the reset of the records in between.
  ['proposal.mdx', `about ${Math.floor((3 * legacyMsrs - 2) / 10) * 10} MSR accesses`],
  [
    'guide/ask-a-question.mdx',
    `The vPMU has ${word(bits(counters, 'GENERAL'))} general-purpose and ${word(bits(counters, 'FIXED'))} fixed counters`,
  ],
];

const textOf = (page: string): string => readFileSync(`docs/${page}`, 'utf8').replaceAll(/\s+/g, ' ');

test.each(SAID)('%s says “%s”', (page, sentence) => {
  expect(textOf(page)).toContain(sentence);
});

test('the contract is among the values that the gap of LBR_CTL counts', () => {
  expect(Object.keys(protocolSwitches.lbrCtlControls.values)).toContain(contract.protocol.lbrCtlControls);
});
