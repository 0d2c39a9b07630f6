/** What both sides can be asked after a step, in the same words. One string for each field, in the order of `fields`. */
import type { Machine } from '../../src/spec/model/protocol/machine.ts';
import { Filter, guestFilter, setOf, Tag } from '../../src/spec/model/protocol/tags.ts';
import { At, decodeCount, EVENT_STATE_NAMES, EventState, type World } from '../../src/spec/model/protocol/world.ts';
import type { HarnessState } from '../harness-run.ts';

export type Observation = readonly string[];

const LETTERS: Readonly<Record<number, string>> = {
  [Tag.none]: '',
  [Tag.host]: 'h',
  [Tag.task]: 't',
  [Tag.guest]: 'A',
  [Tag.guest + 1]: 'B',
};

/** LBR_SELECT of the harness's filters A and S, and of guests. */
const SELECT_NAMES: Readonly<Record<string, string>> = { 0: 'zero', 1: 'any', '3c5': 'call-stack', 4: 'A', 8: 'B' };
/** Software filters of the same: what intel_pmu_setup_sw_lbr_filter() makes of them. */
const BR_SEL_NAMES: Readonly<Record<string, string>> = { '1080d': 'call-stack' };

const FILTERS: Readonly<Record<number, string>> = {
  [Filter.zero]: 'zero',
  [Filter.any]: 'any',
  [Filter.callStack]: 'call-stack',
  [guestFilter(0)]: 'A',
  [guestFilter(1)]: 'B',
};

/** Names of the fields that are compared on an instance. */
export function fields(m: Machine): readonly string[] {
  return [
    'running',
    'recording',
    'freeze LBRs on PMI',
    'LBR_SELECT',
    'TOS moved by',
    'records',
    'lbr_users',
    'guest mask',
    'software filter',
    'shared register',
    'lbr_select',
    'system-wide call-stack users',
    'read for samples',
    'sample',
    'writes of LBR MSRs',
    'writes of DEBUGCTL',
    'LBR MSRs pass through',
    'read by guest or VMM',
    ...vcpuNames(m).flatMap((name) => [`DEBUGCTL.LBR of ${name}`, `PMU request of ${name}`]),
    ...m.instance.tasks.flatMap(({ name }) => [
      `image of ${name}`,
      `call-stack users of ${name}`,
      `restore of ${name}`,
    ]),
    ...m.events.map(({ name }) => `event ${name}`),
  ];
}

const vcpuNames = ({ instance }: Machine): string[] =>
  instance.tasks.filter(({ kind }) => kind === 'vcpu').map(({ name }) => name);

const letters = (ring: readonly number[]): string => {
  const empty = ring.indexOf(Tag.none);
  return ring
    .slice(0, empty < 0 ? ring.length : empty)
    .map((tag) => LETTERS[tag])
    .join('');
};

const tagSet = (set: number): string =>
  Object.entries(LETTERS)
    .filter(([tag]) => (set & setOf(Number(tag))) !== 0)
    .map(([, letter]) => letter)
    .join('');

const some = (countsWrites: boolean, writes: boolean): string => (countsWrites ? (writes ? 'some' : 'none') : '');

/** Decided before each VM-entry; between an exit and that, nobody looks at the MSR bitmap. */
function passthroughInGuest(m: Machine, w: World): string {
  const vcpu = m.vcpuOfTask[w.cpus[0].current];
  return vcpu >= 0 && w.vcpus[vcpu].at === At.guest ? String(w.vcpus[vcpu].passthrough) : '';
}

/** `countsWrites` says whether both sides count the writes of this step. */
export function observeModel(m: Machine, w: World, countsWrites: boolean): Observation {
  const hw = w.cpus[0];
  const { seen } = w;
  return [
    hw.current === 0 ? 'idle' : m.instance.tasks[hw.current - 1].name,
    String(hw.recording),
    String(hw.freezeLbrsOnPmi),
    FILTERS[hw.select],
    LETTERS[hw.tos],
    letters(hw.ring),
    String(hw.lbrUsers),
    String(hw.guestMask),
    hw.lbrUsers === 0 ? '' : FILTERS[hw.brSel],
    hw.erRef === 0 ? 'free' : `${FILTERS[hw.erConfig]} x${hw.erRef}`,
    String(hw.selectFlag),
    String(decodeCount(m.instance, w.callStackUsers)),
    tagSet(hw.sampleStack),
    seen.sampled === 0 ? 'none' : `${seen.sampled - 1}: ${tagSet(seen.sampleRecords)}`,
    some(countsWrites, seen.lbrWrites > 0),
    some(countsWrites, seen.debugctlWrites > 0),
    passthroughInGuest(m, w),
    seen.reader === 0 ? 'none' : `records: ${tagSet(seen.records)}`,
    ...w.vcpus.flatMap(({ guestLbr, needCleanup }) => [String(guestLbr), String(needCleanup)]),
    ...m.instance.tasks.flatMap((_, index) => {
      const image = w.images[index + 1];
      const valid = image.valid === 1;
      return [
        valid ? `${letters(image.ring)} TOS ${LETTERS[image.tos]}` : 'none',
        String(decodeCount(m.instance, image.users)),
        valid && hw.lastTaskCtx === index + 1 && image.savedOn === 1 ? 'elided' : 'done',
      ];
    }),
    ...m.events.map(({ index }) => {
      const { state, ran } = w.events[index];
      return state === EventState.none ? '' : EVENT_STATE_NAMES[state] + (ran === 1 ? '+' : '');
    }),
  ];
}

/** Harness letters to model letters: plain tasks are all alike. */
const plain = (text: string): string => text.replace(/[pq]/g, 't').replace(/[ia]/g, 'h');

const SET_ORDER = 'htAB';
const letterSet = (text: string): string => [...SET_ORDER].filter((letter) => plain(text).includes(letter)).join('');

/** `steps` are the states after each harness step of one model step; the last one is the state. */
export function observeHarness(m: Machine, steps: readonly HarnessState[], countsWrites: boolean): Observation {
  const s = steps[steps.length - 1];
  const debugctl = parseInt(s.debugctl, 16);
  const sample = Object.entries(s.samples)[0];
  return [
    s.running,
    String(debugctl & 1),
    String((debugctl >> 11) & 1),
    SELECT_NAMES[s.select] ?? s.select,
    plain(s.tosBy),
    plain(s.records),
    String(s.lbrUsers),
    String(s.guestMask),
    s.lbrUsers === 0 ? '' : (BR_SEL_NAMES[s.brSel] ?? 'any'),
    s.accountRef === 0 ? 'free' : `${SELECT_NAMES[s.accountConfig ?? ''] ?? s.accountConfig} x${s.accountRef}`,
    String(s.selectFlag),
    String(s.callStackUsers),
    letterSet(s.sampleStack),
    sample === undefined ? 'none' : `${sample[0]}: ${letterSet(sample[1])}`,
    some(
      countsWrites,
      steps.some(({ lbrWrites }) => lbrWrites > 0),
    ),
    some(
      countsWrites,
      steps.some(({ debugctlWrites }) => debugctlWrites > 0),
    ),
    s.inGuest === 1 ? String(s.tasks[s.running].passthrough) : '',
    s.seen === '' ? 'none' : `records: ${letterSet(s.seen)}`,
    ...vcpuNames(m).flatMap((name) => [
      String(parseInt(s.tasks[name].debugctl ?? '', 16) & 1),
      String(s.tasks[name].request),
    ]),
    ...m.instance.tasks.flatMap(({ name }) => {
      const task = s.tasks[name];
      const valid = task?.valid === 1;
      return [
        valid ? `${plain(task.image ?? '')} TOS ${plain(task.tosBy ?? '')}` : 'none',
        String(task?.users ?? 0),
        valid && s.cache === name && s.cacheMatches === 1 ? 'elided' : 'done',
      ];
    }),
    ...m.events.map(({ index, name }) =>
      index < m.firstVlbr ? (s.events[index] ?? '') : (s.tasks[name.slice('vLBR '.length)]?.vlbr ?? ''),
    ),
  ];
}
